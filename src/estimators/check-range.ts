import type { LinearFit } from './linear-fit.js';

/** Whether all of some numbers are finite: a sum is only then, unless it overflows. */
function allFinite(values: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number.isFinite(sum) || values.every(Number.isFinite);
}

/**
 * The last look at a fit: no record holds what is no number.
 *
 * @throws RangeError where data, in their units, lead beyond float64
 */
export function checkRange(name: string, { coef, intercept, problems }: LinearFit): void {
  const refuse = (what: string, values: Iterable<number>): never => {
    const bad = Array.from(values).find((value) => !Number.isFinite(value));
    throw new RangeError(
      `${name}: X and Y must be in units in which float64 holds ${what}, about ${UNITS[what]}, got ${bad}`,
    );
  };
  if (!allFinite(coef.values)) refuse('coefficients', coef.values);
  if (!allFinite(intercept)) refuse('intercepts', intercept);
  for (let b = 0; b < problems.length; b++) {
    const { objective, dualGap, relativeGap, deviance } = problems[b]!;
    if (Number.isFinite(objective + dualGap + relativeGap + deviance)) continue;
    refuse('objectives', [objective, dualGap, relativeGap, deviance]);
  }
}

/** What they are as large as. */
const UNITS: Readonly<Record<string, string>> = {
  coefficients: 'Y by X',
  intercepts: 'Y',
  objectives: 'the square of Y',
};
