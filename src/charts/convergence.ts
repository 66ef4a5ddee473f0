import { check, checkOptions } from '../arguments/check.js';
import { isRecord, text } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import { checkEntries, PLOT_RULES } from './checks.js';
import { base, PALETTES, type PlotOptions, rowsWithin, type Spec, titled } from './spec.js';
import { legible, namedBy, nameList } from './texts.js';

/** A fit with its `trace`, under a name. */
export interface TracedFit {
  readonly name: string;
  readonly fit: Pick<LinearFit, 'problems' | 'iterations' | 'trace'>;
}

/** Gaps below this are drawn there: a log scale has no 0. */
const LEAST = 1e-16;

function checkTraced(entry: unknown, name: string): void {
  const traced = entry as TracedFit;
  check('convergence', `${name}.name`, traced.name, text);
  const { fit } = traced;
  const isFit = isRecord(fit) && Array.isArray(fit.problems) && (fit.trace === undefined || isRecord(fit.trace));
  if (!isFit) throw new TypeError(`convergence: ${name}.fit must be a fit with its trace, got ${shown(fit)}`);
}

/** The worst relative gap at each check of the fit at some place, and in the end. */
function pointsOf({ name, fit: { problems, iterations, trace } }: TracedFit, place: number) {
  if (!trace) throw new TypeError(`convergence: fit ${name} must have a trace; ask fit for it by { trace: true }`);
  const end = problems.reduce((worst, { relativeGap }) => Math.max(worst, relativeGap), 0);
  const open = trace.checks.filter(({ worstGap }) => worstGap > 0);
  const own = { _place: place, name: legible(name) };
  return [
    ...open.map((check) => ({ ...own, iterations: check.iterations, seconds: check.seconds, gap: check.worstGap })),
    { ...own, iterations, seconds: trace.seconds.total, gap: Math.max(end, LEAST) },
  ];
}

/**
 * How the duality gap falls, on a log scale: against iterations, and against seconds, a line for each fit. The gap is the largest of
 * all problems that are not done, and in the end the largest of all.
 *
 * @param fits - of solvers or backends to be compared, fitted with `{ trace: true }`
 * @throws TypeError for a fit without trace; RangeError for more checks than a page can take
 */
export function convergence(fits: readonly TracedFit[], options: PlotOptions = {}): Spec {
  checkOptions('convergence', options, PLOT_RULES);
  checkEntries('convergence', 'fits', fits, checkTraced);
  const { title = 'Convergence', theme = 'light', width = 320, height = 260 } = options;
  const names = fits.map(({ name }) => name);
  const rows = fits.flatMap(pointsOf);
  const panel = (field: 'iterations' | 'seconds') => ({
    width,
    height,
    mark: { type: 'line', strokeWidth: 2, point: { filled: true, size: 20 } },
    encoding: {
      x: {
        field,
        type: 'quantitative',
        title: field === 'iterations' ? 'iterations, or passes' : 'seconds',
        axis: { grid: false },
      },
      y: {
        field: 'gap',
        type: 'quantitative',
        title: 'duality gap, relative',
        scale: { type: 'log' },
        axis: { format: '.0e', grid: false },
      },
      color: {
        field: '_place',
        type: 'nominal',
        title: null,
        scale: { domain: [...names.keys()], range: names.map((_, k) => PALETTES[theme].colours[k % 6]!) },
        legend: namedBy('names', names),
      },
      order: { field: 'iterations', type: 'quantitative' },
      tooltip: [
        { field: 'name', type: 'nominal', title: 'fit' },
        { field: 'iterations', type: 'quantitative', title: 'iterations' },
        { field: 'seconds', type: 'quantitative', title: 'seconds', format: '.3' },
        { field: 'gap', type: 'quantitative', title: 'gap', format: '.2e' },
      ],
    },
  });
  return {
    ...base(`${title}: the relative duality gap of ${names.join(', ')} against iterations and against seconds.`, theme),
    title: titled(title),
    params: [nameList('names', names)],
    data: rowsWithin('convergence', rows, 'give fewer fits, or some of their checks'),
    hconcat: [panel('iterations'), panel('seconds')],
  } as Spec;
}
