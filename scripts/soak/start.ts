import type { LinearFit, Matrix } from 'tensor-lasso';
import { chance } from './chance.js';
import type { Draw } from './draw/draw.js';
import type { Drawn } from './draw/model.js';
import { shifted } from './judge/power.js';
import type { Problem } from './judge/problem.js';

type Start = Pick<LinearFit, 'coef'>;

/** Coefficients that fit to the units of the data, each times what `size` says. */
function random(
  { posed, draw }: Drawn,
  problems: readonly (Problem | undefined)[],
  size: (j: number) => number,
): Matrix {
  const c = chance(draw.seed, 'init');
  const { rows, cols, values } = {
    rows: posed.Y.cols,
    cols: posed.X.cols,
    values: new Float64Array(posed.Y.cols * posed.X.cols),
  };
  for (const problem of problems) {
    for (const t of problem?.tasks ?? []) {
      for (let j = 0; j < cols; j++) {
        const w = shifted(c.normal() * size(j), problem!.exponent - problem!.exponents[j]!);
        values[t * cols + j] = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, w));
      }
    }
  }
  return { rows, cols, values };
}

const SIZES: Partial<Record<Draw['init'], number>> = { dense: 1, huge: 1e6, tiny: 1e-12 };

/**
 * Where a fit is to start: nowhere, at a fit of another alpha, at one with other signs, or at coefficients that have nothing to do with
 * the problem.
 *
 * @param fitAt - fits the same data with alphas so many times as large
 */
export async function startOf(
  drawn: Drawn,
  problems: readonly (Problem | undefined)[],
  fitAt: (times: number) => Promise<LinearFit>,
): Promise<Start | undefined> {
  const { draw, posed } = drawn;
  const { init } = draw;
  if (init === 'none') return undefined;
  if (init === 'otherAlpha') return fitAt(0.2);
  if (init === 'negated') {
    const { coef } = await fitAt(1);
    return { coef: { ...coef, values: coef.values.map((w) => -w) } };
  }
  const c = chance(draw.seed, 'places');
  const some = Array.from({ length: posed.X.cols }, () => c.happens(0.3));
  if (init === 'unrelated') return { coef: random(drawn, problems, (j) => (some[j] ? 1 : 0)) };
  if (init === 'outside') {
    const out = (j: number) => posed.factors?.[j] === Infinity || problems.some((problem) => problem?.constant[j]);
    return { coef: random(drawn, problems, (j) => (out(j) || some[j] ? 3 : 0)) };
  }
  const size = SIZES[init]! * (init === 'huge' && draw.extreme ? 1e100 : 1);
  return { coef: random(drawn, problems, () => size) };
}
