import { stabilityPaths } from '../../charts/stability-paths.js';
import { supportFrequency } from '../../charts/support-frequency.js';
import type { StabilitySelection } from '../../selection/stability-selection.js';
import type { PageSection } from '../page.js';
import { LISTED, nameOf, question, type ReportOptions, short } from './parts.js';
import { recipe } from './program.js';
import { stabilityCall } from './stability-call.js';

/** Problems of a stability selection that are drawn. */
const DRAWN = 3;

/** What a page says of a stability selection. */
export function ofStability(selection: StabilitySelection, options: ReportOptions): PageSection[] {
  const { problems, threshold, q, assumption, subsamples, worstGap, converged } = selection;
  const { estimator, names } = options;
  const features = problems[0]!.largest.length;
  const stable = (places: readonly number[]): string => places.map((j) => nameOf(j, options)).join(', ') || 'none';
  const named = { ...(names && { names }), threshold };
  const title = (b: number): string => (problems.length === 1 ? 'Stability paths' : `Stability paths of task ${b}`);
  return [
    question([{ name: 'model', ...(estimator && { estimator }) }], options),
    {
      heading: 'Stable features',
      text:
        `${subsamples.length} half-samples; a feature is stable if at some alpha at least ${threshold} of them select it` +
        `${q === undefined ? '' : `, each at most ${q} features`}. Assumed for the bound: ${assumption}.`,
      tables: [
        {
          head: ['problem', 'stable', 'selected on average', 'false ones expected, at most'],
          body: problems
            .slice(0, LISTED)
            .map(({ stable: places, selected, pfer }, b) => [
              String(b),
              stable(places),
              short(selected),
              Number.isFinite(pfer) ? short(pfer) : 'no bound',
            ]),
        },
      ],
    },
    {
      charts: problems
        .slice(0, DRAWN)
        .flatMap((problem, b) => [
          stabilityPaths(problem, { ...named, title: title(b) }),
          supportFrequency(problem.largest, { ...named, title: `${title(b)}: how often features are selected` }),
        ]),
    },
    {
      heading: 'Certificate',
      text: `All fits ${converged ? 'converged' : 'did not converge'}; the largest relative duality gap among them is ${worstGap.toExponential(1)}, of ${features} features.`,
    },
    recipe(estimator ? [stabilityCall(selection, estimator)] : []),
  ];
}
