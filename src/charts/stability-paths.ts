import { check, checkOptions } from '../arguments/check.js';
import { isRecord, type Rules, texts } from '../arguments/rules.js';
import { checkFinite } from '../data/to-matrix.js';
import { toVector } from '../data/to-vector.js';
import type { StableProblem } from '../selection/stability-selection.js';
import { alphaAxis, checkNames, featureNames, largest, ruleAt } from './axes.js';
import { checkMatrix, LEVEL, MOST, PLOT_RULES } from './checks.js';
import { brought, HIGHLIGHT, lineColours } from './lines.js';
import { base, PALETTES, type PlotOptions, rowsWithin, type Spec, titled } from './spec.js';
import { nameList } from './texts.js';

export interface StabilityPathsOptions extends PlotOptions {
  /** That of the selection: drawn as a line. */
  threshold?: number;
  /** Features with a line: those that are selected most often. @default 60 */
  most?: number;
  /** Of all features. @default 'feature 0', … */
  names?: readonly string[];
}

const RULES: Rules<StabilityPathsOptions> = { ...PLOT_RULES, threshold: LEVEL, most: MOST, names: texts };

/**
 * The alphas of a problem, when the rest of it fits to them.
 *
 * @throws TypeError for what is no problem; RangeError for numbers that are not finite
 */
function alphasOf(problem: StableProblem): number[] {
  const chart = 'stabilityPaths';
  const expected = 'a problem of stabilitySelection, with alphas, probabilities, largest and stable';
  const accepts = (value: unknown) => isRecord(value) && Array.isArray(value.stable);
  check(chart, 'problem', problem, { accepts, expected, error: TypeError });
  const { alphas, probabilities, largest: parts } = problem;
  checkMatrix(chart, 'problem.probabilities', probabilities);
  checkFinite(`${chart}: problem.probabilities`, probabilities);
  const { rows, cols } = probabilities;
  toVector(`${chart}: problem.largest`, parts, { what: `${cols} numbers, one for each column`, length: cols });
  const read = toVector(`${chart}: problem.alphas`, alphas, {
    what: `${rows} numbers, one for each row of probabilities`,
    length: rows,
  });
  return Array.from(read);
}

/**
 * How often features are selected against alpha, a line for each, and the threshold above which they count as stable. A click on a line
 * brings it out.
 *
 * @param problem - of `stabilitySelection`
 * @throws TypeError for names that do not fit; RangeError for more lines than a page can take
 */
export function stabilityPaths(problem: StableProblem, options: StabilityPathsOptions = {}): Spec {
  checkOptions('stabilityPaths', options, RULES);
  const alphas = alphasOf(problem);
  const { probabilities, largest: most, stable } = problem;
  const { threshold, most: limit = 60, names: given, title = 'Stability paths', theme = 'light' } = options;
  const { width = 520, height = 320 } = options;
  checkNames('stabilityPaths', given, probabilities.cols);
  const all = featureNames(probabilities.cols, given);
  const ever = most.filter((part) => part > 0).length;
  const places = largest(most, limit).filter((j) => most[j]! > 0);
  const names = places.map((j) => all[j]!);
  const rows = places.flatMap((j, place) =>
    alphas.map((alpha, k) => ({
      _place: place,
      feature: all[j]!,
      alpha,
      part: probabilities.values[k * probabilities.cols + j]!,
    })),
  );
  const { ink } = PALETTES[theme];
  const notes = places.length < ever ? [`the ${places.length} of ${ever} features that are selected most often`] : [];
  return {
    ...base(
      `${title}: part of the half-samples that select each of ${names.length} features over ${alphas.length} alphas; ${stable.length} are stable.`,
      theme,
    ),
    title: titled(title, ...notes),
    params: [nameList('names', names)],
    width,
    height,
    layer: [
      {
        params: [HIGHLIGHT],
        data: rowsWithin('stabilityPaths', rows, 'ask for fewer features by `most`'),
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: alphaAxis(),
          y: {
            field: 'part',
            type: 'quantitative',
            title: 'part of the half-samples',
            scale: { domain: [0, 1] },
            axis: { grid: false, format: '.1f' },
          },
          detail: { field: '_place', type: 'nominal' },
          color: lineColours(names, theme),
          opacity: brought(0.15),
          tooltip: [
            { field: 'feature', type: 'nominal', title: 'feature' },
            { field: 'alpha', type: 'quantitative', title: 'alpha', format: '.4' },
            { field: 'part', type: 'quantitative', title: 'selected by', format: '.0%' },
          ],
        },
      },
      ...(threshold === undefined ? [] : [ruleAt('y', threshold, ink, true)]),
    ],
  } as Spec;
}
