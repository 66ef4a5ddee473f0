import type { StableProblem } from '../selection/stability-selection.js';
import { alphaAxis, checkNames, featureNames, largest, ruleAt } from './axes.js';
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

/**
 * How often features are selected against alpha, a line for each, and the threshold above which they count as stable. A click on a line
 * brings it out.
 *
 * @param problem - of `stabilitySelection`
 * @throws TypeError for names that do not fit; RangeError for more lines than a page can take
 */
export function stabilityPaths(
  { alphas, probabilities, largest: most, stable }: StableProblem,
  {
    threshold,
    most: limit = 60,
    names: given,
    title = 'Stability paths',
    theme = 'light',
    width = 520,
    height = 320,
  }: StabilityPathsOptions = {},
): Spec {
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
