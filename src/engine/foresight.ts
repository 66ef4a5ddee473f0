/**
 * How far the next alpha of each problem is from the last one, as a part of the step before: 0 where a path turns, stands, begins,
 * or widens its steps. As far as that the coefficients are likely to go on: those of a Lasso are linear in alpha, those of others
 * nearly so, as long as the support does not change.
 *
 * @see Efron, Hastie, Johnstone & Tibshirani 2004 (the path of a Lasso is piecewise linear)
 */
export function foresight(problems: number): (b: number, next: number) => number {
  const alphas = new Float64Array(2 * problems).fill(Number.NaN);
  return (b, next) => {
    const older = alphas[2 * b]!;
    const last = alphas[2 * b + 1]!;
    alphas[2 * b] = last;
    alphas[2 * b + 1] = next;
    const by = (next - last) / (last - older);
    return by > 0 && by <= 1 ? by : 0;
  };
}

/** Where a coefficient goes by so much more of its last step; what was 0 stays, and nothing changes its sign. */
export function further(w: number, before: number, by: number): number {
  if (w === 0 || before === 0) return w;
  const next = w + by * (w - before);
  return next * w > 0 ? next : 0;
}
