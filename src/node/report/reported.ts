import { check, checkOptions } from '../../arguments/check.js';
import { any, isRecord, listOf, type Rule, type Rules, texts } from '../../arguments/rules.js';
import { VALIDATION } from '../../charts/validation-curve.js';
import { MATRIX, type Matrix } from '../../data/matrix.js';
import { checkFinite } from '../../data/to-matrix.js';
import { checkRecipe } from '../../estimators/check-estimator.js';
import type { LinearFit } from '../../estimators/linear-fit.js';
import type { CrossValidation } from '../../selection/cross-validate.js';
import type { StabilitySelection } from '../../selection/stability-selection.js';
import { checkCharts, checkTables } from '../checks.js';
import { CONTENT_RULES } from '../page-checks.js';
import type { NamedFit, ReportOptions } from './parts.js';

/** What a report can be of. */
export type Reported = LinearFit | readonly NamedFit[] | CrossValidation | StabilitySelection;

const areNumbers = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === 'number');

const isProblem = (value: unknown): boolean => isRecord(value) && areNumbers(value.alpha, value.relativeGap);

/** Whether a value has what a page tells of a fit. */
const isFit = (value: unknown): boolean =>
  isRecord(value) &&
  MATRIX.accepts(value.coef) &&
  value.intercept instanceof Float64Array &&
  value.intercept.length === (value.coef as Matrix).rows &&
  (value.coef as Matrix).values.every(Number.isFinite) &&
  listOf(value.problems, isProblem) &&
  Array.isArray(value.warnings) &&
  areNumbers(value.objective, value.dualGap, value.iterations);

const isNamedFit = (value: unknown): boolean => isRecord(value) && typeof value.name === 'string' && isFit(value.fit);

const isStable = (value: unknown): boolean =>
  isRecord(value) && MATRIX.accepts(value.probabilities) && Array.isArray(value.stable);

/** What a report can be of, as far as it is told. */
const REPORTED: Rule = {
  accepts: (value) => {
    if (Array.isArray(value)) return listOf(value, isNamedFit);
    if (!isRecord(value)) return false;
    if ('curves' in value) return VALIDATION.accepts(value) && isFit(value.fit) && Array.isArray(value.splits);
    if ('subsamples' in value) return Array.isArray(value.subsamples) && listOf(value.problems, isStable);
    return isFit(value);
  },
  expected: 'a fit, fits under names, a cross-validation or a stability selection, awaited',
  error: TypeError,
};

const { sections: _, ...CONTENT } = CONTENT_RULES;

/** An estimator has rules of its own. */
const RULES: Rules<ReportOptions> = { ...CONTENT, estimator: any, X: MATRIX, Y: MATRIX, names: texts };

/** The fits of what is reported, if it is of some. */
function fitsOf(what: Reported): readonly LinearFit[] {
  if (Array.isArray(what)) return (what as readonly NamedFit[]).map(({ fit }) => fit);
  if ('subsamples' in what) return [];
  return ['curves' in what ? what.fit : (what as LinearFit)];
}

/** Features of what is reported; a page has one list of names for all. */
function featuresOf(what: Reported): number {
  const [first] = fitsOf(what);
  return first ? first.coef.cols : (what as StabilitySelection).problems[0]!.probabilities.cols;
}

/** @throws TypeError for data or names that do not fit to what is reported */
function checkData(name: string, what: Reported, { X, Y, names }: ReportOptions): void {
  const features = featuresOf(what);
  const wrong = (message: string) => new TypeError(`${name}: ${message}`);
  if (names && names.length !== features)
    throw wrong(`names must be ${features}, one for each feature, got ${names.length}`);
  if (X && X.cols !== features) throw wrong(`X must have ${features} columns, one for each feature, got ${X.cols}`);
  if (X) checkFinite(`${name}: X`, X);
  const tasks = fitsOf(what)[0]?.coef.rows ?? Y?.cols;
  if (Y && Y.cols !== tasks) throw wrong(`Y must have ${tasks} columns, one for each task, got ${Y.cols}`);
  if (X && Y && X.rows !== Y.rows) throw wrong(`Y must have ${X.rows} rows like X, got ${Y.rows}`);
}

/** @throws TypeError for what a report cannot be of, and options that are not what they must be */
export function checkReport(name: string, what: Reported, options: ReportOptions): void {
  check(name, 'what', what, REPORTED);
  checkOptions(name, options, RULES);
  const models = Array.isArray(what) ? (what as readonly NamedFit[]) : [];
  for (const [k, { estimator, fit }] of models.entries()) {
    if (estimator !== undefined) checkRecipe(name, `what[${k}].estimator`, estimator);
    const { rows, cols } = models[0]!.fit.coef;
    if (fit.coef.rows === rows && fit.coef.cols === cols) continue;
    const got = `${fit.coef.rows} x ${fit.coef.cols}`;
    throw new TypeError(`${name}: what[${k}].fit.coef must have shape ${rows} x ${cols} like the first, got ${got}`);
  }
  if (options.estimator !== undefined) checkRecipe(name, 'estimator', options.estimator);
  checkTables(name, 'tables', options.tables);
  checkCharts(name, 'charts', options.charts);
  checkData(name, what, options);
}
