import { isRecord } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import type { Matrix } from '../data/matrix.js';
import { asMatrix, checkFinite } from '../data/to-matrix.js';
import { toVector } from '../data/to-vector.js';
import type { LinearFit } from './linear-fit.js';

/**
 * The coefficients of a fit, or of what else has them.
 *
 * @param name - who asks, for the errors
 * @throws TypeError for what is no fit, or has no such matrix; RangeError for entries that are not finite
 */
export function readCoef(name: string, fit: unknown): Matrix {
  if (!isRecord(fit) || !isRecord(fit.coef)) {
    const got = isRecord(fit) ? `coef: ${shown(fit.coef)}` : shown(fit);
    throw new TypeError(`${name}: fit must be a fit, or another model with coef, got ${got}`);
  }
  const coef = asMatrix(`${name}: fit.coef`, fit.coef as unknown as Matrix);
  checkFinite(`${name}: fit.coef`, coef);
  return coef;
}

/** Coefficients and intercepts. @throws as `readCoef` does */
export function readModel(name: string, fit: unknown): Pick<LinearFit, 'coef' | 'intercept'> {
  const coef = readCoef(name, fit);
  const { intercept } = fit as LinearFit;
  const expected = { what: `${coef.rows} numbers, one for each task`, length: coef.rows, accepts: Number.isFinite };
  return { coef, intercept: toVector(`${name}: fit.intercept`, intercept, expected) };
}

/** Coefficients and problems. @throws as `readCoef` does, TypeError for what are no problems */
export function readFitted(name: string, fit: unknown): Pick<LinearFit, 'coef' | 'problems'> {
  const coef = readCoef(name, fit);
  const { problems } = fit as LinearFit;
  const areProblems =
    Array.isArray(problems) && Array.from(problems).every((each) => isRecord(each) && typeof each.alpha === 'number');
  if (areProblems) return { coef, problems };
  throw new TypeError(`${name}: fit.problems must be those of a fit, each with its alpha, got ${shown(problems)}`);
}
