import { check, checkOptions } from '../arguments/check.js';
import { any, isRecord, number, oneOf, type Rules, texts } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { checkFinite } from '../data/to-matrix.js';
import type { PathRecord } from '../selection/collect-path.js';
import { alphaAxis, alphaRule, checkNames, featureNames, largest } from './axes.js';
import { checkMatrix, MOST, PLOT_RULES } from './checks.js';
import { brought, HIGHLIGHT, lineColours } from './lines.js';
import { base, PALETTES, type PlotOptions, panelTitle, rowsWithin, type Spec, titled, VALUE_FORMAT } from './spec.js';
import { namedBy, nameList } from './texts.js';

export interface CoefficientPathOptions extends PlotOptions {
  /** Coefficients of one task. @default `‖W_j‖₂` over all tasks where they are one problem of several, else task 0 */
  task?: number;
  /** What is across. @default 'alpha' */
  x?: 'alpha' | 'explained';
  /** An alpha to be marked. */
  chosen?: number;
  /** Features with a line: those that become largest. @default 30 */
  most?: number;
  /** Of all features. @default 'feature 0', … */
  names?: readonly string[];
  /** A second panel with the coefficients at one alpha, of a slider, or over those that are brushed. @default none */
  linked?: 'slider' | 'brush';
}

/** A task is looked at when it is known how many there are. */
const RULES: Rules<CoefficientPathOptions> = {
  ...PLOT_RULES,
  task: any,
  x: oneOf(['alpha', 'explained']),
  chosen: number('a number >= 0', (value) => value >= 0 && value < Infinity),
  most: MOST,
  names: texts,
  linked: oneOf(['slider', 'brush']),
};

function checkRecord(record: PathRecord): void {
  const chart = 'coefficientPath';
  const accepts = (value: unknown) => isRecord(value) && Array.isArray(value.coef) && value.coef.length > 0;
  check(chart, 'record', record, { accepts, expected: 'what collectPath gives, awaited', error: TypeError });
  const { coef, alphas, explained } = record;
  for (const [what, matrix] of Object.entries({ alphas, explained })) {
    checkMatrix(chart, `record.${what}`, matrix);
    checkFinite(`${chart}: record.${what}`, matrix);
    if (matrix.rows === alphas.rows && matrix.cols === alphas.cols) continue;
    throw new TypeError(
      `${chart}: record.${what} must have ${alphas.rows} x ${alphas.cols} entries like record.alphas`,
    );
  }
  for (const [t, lines] of coef.entries()) {
    checkMatrix(chart, `record.coef[${t}]`, lines);
    if (lines.cols === alphas.rows) continue;
    throw new TypeError(`${chart}: record.alphas must have a row for each of ${lines.cols} steps, got ${alphas.rows}`);
  }
}

/** Steps of a path and what its lines are at them. */
interface Lines {
  readonly steps: number;
  /** Value of feature j at step k. */
  readonly value: (j: number, k: number) => number;
  readonly title: string;
  /** Which problem tells alphas and deviances. */
  readonly problem: number;
}

function linesOf(record: PathRecord, task: number | undefined): Lines {
  const { coef, alphas } = record;
  const steps = alphas.rows;
  if (task === undefined && alphas.cols === 1 && coef.length > 1) {
    const value = (j: number, k: number): number =>
      Math.sqrt(coef.reduce((sum, { values }) => sum + values[j * steps + k]! ** 2, 0));
    return { steps, value, title: 'norm over the tasks', problem: 0 };
  }
  const own = coef[task ?? 0]!;
  const title = coef.length > 1 ? `coefficient in task ${task ?? 0}` : 'coefficient';
  return {
    steps,
    value: (j, k) => own.values[j * steps + k]!,
    title,
    problem: alphas.cols === 1 ? 0 : (task ?? 0),
  };
}

/** Coefficients at one step or the mean over some, a bar for each feature. */
function linkedPanel(
  { linked, title }: { linked: 'slider' | 'brush'; title: string },
  names: readonly string[],
  theme: 'light' | 'dark',
) {
  const chosen = linked === 'slider' ? 'datum.step === step' : { param: 'brush' };
  return {
    title: panelTitle(linked === 'slider' ? 'at the alpha of the slider' : 'mean over what is brushed'),
    width: 220,
    height: { step: 14 },
    transform: [
      { filter: chosen },
      { aggregate: [{ op: 'mean', field: 'value', as: 'value' }], groupby: ['_place', 'feature'] },
    ],
    mark: { type: 'bar' },
    encoding: {
      x: { field: 'value', type: 'quantitative', title },
      y: { field: '_place', type: 'nominal', title: null, axis: { labelLimit: 140, ...namedBy('names', names) } },
      color: lineColours(names, theme),
      opacity: brought(0.25),
      tooltip: [
        { field: 'feature', type: 'nominal', title: 'feature' },
        { field: 'value', type: 'quantitative', title: 'value', format: VALUE_FORMAT },
      ],
    },
  };
}

/**
 * Coefficients along a path, a line for each feature that becomes large, against alpha or the part of the deviance that is explained.
 * A click on a line brings it out.
 *
 * @param record - from `collectPath`
 * @throws RangeError for a task that is not there, or more lines than a page can take; TypeError for names that do not fit
 */
export function coefficientPath(record: PathRecord, options: CoefficientPathOptions = {}): Spec {
  checkOptions('coefficientPath', options, RULES);
  checkRecord(record);
  const { task, x = 'alpha', chosen, most = 30, names: given, linked, theme = 'light' } = options;
  const { title = 'Coefficients along the path', width = 520, height = 320 } = options;
  const { coef, alphas, explained } = record;
  if (task !== undefined && !(Number.isInteger(task) && task >= 0 && task < coef.length)) {
    throw new RangeError(
      `coefficientPath: task must be one of the ${coef.length} of the path, from 0, got ${shown(task)}`,
    );
  }
  const features = coef[0]!.rows;
  checkNames('coefficientPath', given, features);
  const { steps, value, title: valueTitle, problem } = linesOf(record, task);
  const sizes = Float64Array.from({ length: features }, (_, j) =>
    Array.from({ length: steps }, (_, k) => Math.abs(value(j, k))).reduce((a, b) => Math.max(a, b), 0),
  );
  const used = sizes.filter((size) => size > 0).length;
  const places = largest(sizes, most).filter((j) => sizes[j]! > 0);
  const all = featureNames(features, given);
  const names = places.map((j) => all[j]!);
  const rows = places.flatMap((j, place) =>
    Array.from({ length: steps }, (_, step) => ({
      _place: place,
      feature: all[j]!,
      step,
      alpha: alphas.values[step * alphas.cols + problem]!,
      explained: explained.values[step * explained.cols + problem]!,
      value: value(j, step),
    })),
  );
  const { ink } = PALETTES[theme];
  const note = places.length < used ? `the ${places.length} largest of ${used} features that are ever selected` : '';
  const across =
    x === 'alpha'
      ? alphaAxis()
      : {
          field: 'explained',
          type: 'quantitative',
          title: 'part of the deviance that is explained',
          axis: { grid: false },
        };
  const slider = linked === 'slider';
  const lines = {
    params: [
      HIGHLIGHT,
      ...(linked === 'brush' ? [{ name: 'brush', select: { type: 'interval', encodings: ['x'] } }] : []),
    ],
    mark: { type: 'line', strokeWidth: 2, clip: true },
    encoding: {
      x: across,
      y: { field: 'value', type: 'quantitative', title: valueTitle, axis: { grid: false } },
      detail: { field: '_place', type: 'nominal' },
      color: lineColours(names, theme),
      opacity: brought(0.15),
      tooltip: [
        { field: 'feature', type: 'nominal', title: 'feature' },
        { field: 'alpha', type: 'quantitative', title: 'alpha', format: VALUE_FORMAT },
        { field: 'explained', type: 'quantitative', title: 'explained', format: '.3' },
        { field: 'value', type: 'quantitative', title: 'value', format: VALUE_FORMAT },
      ],
    },
  };
  const here = {
    transform: [{ filter: 'datum.step === step' }, { aggregate: [], groupby: ['alpha', 'explained'] }],
    mark: { type: 'rule', color: ink },
    encoding: { x: across },
  };
  const plot = {
    width,
    height,
    layer: [
      lines,
      ...(chosen !== undefined && x === 'alpha' ? alphaRule(chosen, 'chosen', ink, 'right') : []),
      ...(slider ? [here] : []),
    ],
  };
  const step = {
    name: 'step',
    value: Math.floor(steps / 2),
    bind: { input: 'range', min: 0, max: steps - 1, step: 1 },
  };
  return {
    ...base(`${title}: lines of ${names.length} features over ${steps} alphas, the ${valueTitle} of each.`, theme),
    title: titled(title, ...(note ? [note] : [])),
    data: rowsWithin('coefficientPath', rows, 'ask for fewer features by `most`, or a path of fewer alphas'),
    params: [nameList('names', names), ...(slider ? [step] : [])],
    ...(linked ? { hconcat: [plot, linkedPanel({ linked, title: valueTitle }, names, theme)] } : plot),
  } as Spec;
}
