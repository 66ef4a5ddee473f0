import { check, checkOptions } from '../arguments/check.js';
import { any, isRecord, listOf, type Rule } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { MATRIX, type Matrix } from '../data/matrix.js';
import { isList } from '../data/to-vector.js';
import type { Choice, Curve } from '../selection/choose.js';
import type { CrossValidation } from '../selection/cross-validate.js';
import { alphaAxis, alphaRule } from './axes.js';
import { PLOT_RULES } from './checks.js';
import { base, PALETTES, type PlotOptions, type Spec, titled, VALUE_FORMAT } from './spec.js';

export interface ValidationCurveOptions extends PlotOptions {
  /** Where each task has a curve of its own: which. @default 0 */
  task?: number;
}

const isChoice = (value: unknown): boolean =>
  isRecord(value) && (typeof value.alpha === 'number' || isList(value.alpha));

const isCurve = (value: unknown): boolean =>
  isRecord(value) &&
  listOf(value.alphas, isList) &&
  listOf(value.folds, MATRIX.accepts) &&
  [value.mean, value.standardError, value.selected].every(MATRIX.accepts);

/** What a cross-validation is, as far as it is drawn. */
export const VALIDATION: Rule = {
  accepts: (value) =>
    isRecord(value) && listOf(value.curves, isCurve) && isChoice(value.min) && isChoice(value.oneStandardError),
  expected: 'what crossValidate gives',
  error: TypeError,
};

const SCORES = { mse: 'mean squared error', mae: 'mean absolute error', r2: 'R²' };

/** Counts of features that have room above a curve. */
const COUNTS = 12;

/** Folds that are drawn each for itself. */
const FOLDS = 20;

/** One curve of a cross-validation, step by step. */
function curveOf({ alphas, folds, mean, standardError, selected }: Curve, task: number) {
  const at = (values: Float64Array, cols: number, step: number): number =>
    values[step * cols + Math.min(task, cols - 1)]!;
  const steps = alphas.map((own, step) => {
    const [score, error] = [at(mean.values, mean.cols, step), at(standardError.values, mean.cols, step)];
    return {
      alpha: own[Math.min(task, own.length - 1)]!,
      mean: score,
      low: score - error,
      high: score + error,
      features: at(selected.values, selected.cols, step),
    };
  });
  /** Of those tasks that have this curve, and that the fold judges. */
  const scoresOf = ({ cols, values }: Matrix, step: number): Float64Array => {
    const own = values.subarray(step * cols, (step + 1) * cols);
    return (mean.cols > 1 ? own.subarray(task, task + 1) : own).filter((score) => !Number.isNaN(score));
  };
  const counted = Array.from(folds.keys()).filter((fold) => scoresOf(folds[fold]!, 0).length > 0);
  const single = counted.slice(0, FOLDS).flatMap((fold) =>
    steps.map(({ alpha }, step) => {
      const own = scoresOf(folds[fold]!, step);
      return { fold, alpha, score: own.reduce((sum, score) => sum + score / own.length, 0) };
    }),
  );
  return { steps, single, count: counted.length };
}

const alphaOf = ({ alpha }: Choice, task: number): number => (typeof alpha === 'number' ? alpha : alpha[task]!);

/**
 * The score of a cross-validation against alpha: the mean with one standard error on each side, each fold faint behind, the two
 * alphas that the rules choose, and on top how many features folds select on average.
 *
 * @param validation - from `crossValidate`: of several l1Ratios the curve that is best is drawn
 * @throws RangeError for a task that has no curve
 */
export function validationCurve(validation: CrossValidation, options: ValidationCurveOptions = {}): Spec {
  checkOptions('validationCurve', options, { ...PLOT_RULES, task: any });
  check('validationCurve', 'validation', validation, VALIDATION);
  const { task = 0, title, theme = 'light', width = 520, height = 320 } = options;
  const { curves, min, oneStandardError, score } = validation;
  const curve = curves.find(({ l1Ratio }) => l1Ratio === min.l1Ratio)!;
  const { cols } = curve.mean;
  if (!(Number.isInteger(task) && task >= 0 && task < cols)) {
    throw new RangeError(`validationCurve: task must be one of the ${cols} with a curve, from 0, got ${shown(task)}`);
  }
  const { steps, single, count } = curveOf(curve, task);
  const { ink, faint, colours } = PALETTES[theme];
  const text = title ?? (cols > 1 ? `Cross-validation of task ${task}` : 'Cross-validation');
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: SCORES[score],
    scale: { zero: false },
    axis: { grid: false },
  });
  const every = Math.ceil(steps.length / COUNTS);
  const [least, simple] = [alphaOf(min, task), alphaOf(oneStandardError, task)];
  const ratio = min.l1Ratio === undefined ? '' : `l1Ratio ${min.l1Ratio}`;
  const drawn = count > FOLDS ? ` (the first ${FOLDS} faint)` : '';
  const notes = [`${count} folds${drawn}; on top: features that they select on average`, ratio].filter(Boolean);
  return {
    ...base(
      `${text}: ${SCORES[score]} over ${steps.length} alphas and ${count} folds; the best at alpha ${least.toPrecision(3)}, within one standard error up to ${simple.toPrecision(3)}.`,
      theme,
    ),
    title: { ...titled(text, ...notes), offset: 24 },
    width,
    height,
    layer: [
      {
        data: { values: single },
        mark: { type: 'line', color: faint, strokeWidth: 1, opacity: 0.7 },
        encoding: { x: alphaAxis(), y: y('score'), detail: { field: 'fold', type: 'nominal' } },
      },
      {
        data: { values: steps },
        mark: { type: 'area', color: colours[0], opacity: 0.25 },
        encoding: { x: alphaAxis(), y: y('low'), y2: { field: 'high' } },
      },
      {
        data: { values: steps },
        mark: { type: 'line', color: colours[0], strokeWidth: 2, point: { filled: true, opacity: 0, size: 80 } },
        encoding: {
          x: alphaAxis(),
          y: y('mean'),
          tooltip: [
            { field: 'alpha', type: 'quantitative', title: 'alpha', format: VALUE_FORMAT },
            { field: 'mean', type: 'quantitative', title: SCORES[score], format: VALUE_FORMAT },
            { field: 'low', type: 'quantitative', title: 'less a standard error', format: VALUE_FORMAT },
            { field: 'high', type: 'quantitative', title: 'and with it', format: VALUE_FORMAT },
            { field: 'features', type: 'quantitative', title: 'features', format: '.3~f' },
          ],
        },
      },
      {
        data: { values: steps.filter((_, step) => step % every === 0) },
        mark: { type: 'text', color: ink, fontSize: 10, baseline: 'bottom' },
        encoding: {
          x: alphaAxis(),
          y: { value: -4 },
          text: { field: 'features', type: 'quantitative', format: '.1~f' },
        },
      },
      ...alphaRule(least, 'best', ink, 'right'),
      ...(simple === least ? [] : alphaRule(simple, 'one standard error', ink, 'left')),
    ],
  } as Spec;
}
