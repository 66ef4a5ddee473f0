import { check } from '../arguments/check.js';
import { isRecord, number, oneOf, type Rule, type Rules, text, whole } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { MATRIX, type Matrix } from '../data/matrix.js';
import { checkFinite } from '../data/to-matrix.js';
import type { ChartOptions, NamedCoefficients, PlotOptions } from './spec.js';

/** What options of every chart must be. */
export const CHART_RULES: Rules<ChartOptions> = { title: text, theme: oneOf(['light', 'dark']) };

const pixels = number('a positive number of pixels', (value) => value > 0 && value < Infinity);

/** The same of charts with a plot. */
export const PLOT_RULES: Rules<PlotOptions> = { ...CHART_RULES, width: pixels, height: pixels };

/** How many features are drawn. */
export const MOST: Rule = number(
  'a whole number >= 0, or Infinity',
  (value) => value === Infinity || whole(0).accepts(value),
);

/** A number that is drawn as a line. */
export const LEVEL: Rule = number('a finite number', Number.isFinite);

/** @throws TypeError for what is no matrix */
export const checkMatrix = (chart: string, what: string, value: unknown): void => check(chart, what, value, MATRIX);

/** @throws TypeError for what is no list, or has entries that are none of that; RangeError for an empty list */
export function checkEntries(
  chart: string,
  what: string,
  list: unknown,
  each: (entry: unknown, name: string) => void,
): void {
  if (!Array.isArray(list)) throw new TypeError(`${chart}: ${what} must be an array, got ${shown(list)}`);
  if (list.length === 0) throw new RangeError(`${chart}: ${what} must have at least one entry, got none`);
  Array.from(list).forEach((entry, k) => {
    if (!isRecord(entry)) throw new TypeError(`${chart}: ${what}[${k}] must be an object, got ${shown(entry)}`);
    each(entry, `${what}[${k}]`);
  });
}

/** @throws TypeError for what are no coefficients under a name, RangeError for some that are not finite */
export function checkNamed(chart: string, what: string, fits: readonly NamedCoefficients[]): void {
  checkEntries(chart, what, fits, (entry, name) => {
    const { coef } = entry as NamedCoefficients;
    check(chart, `${name}.name`, (entry as NamedCoefficients).name, text);
    checkMatrix(chart, `${name}.coef`, coef);
    checkFinite(`${chart}: ${name}.coef`, coef as Matrix);
  });
}
