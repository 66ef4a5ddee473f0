/** Dense data as nested arrays: X[i][j], Y[i][t]. */
export interface PlainProblem {
  X: number[][];
  Y: number[][];
  alpha: number;
  /** 'rows': Σ_j ‖W_j‖₂; 'entries': Σ|w|. */
  penalty: 'rows' | 'entries';
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const norm = (values: readonly number[]): number => Math.sqrt(sum(values.map((value) => value * value)));

const residual = ({ X, Y }: PlainProblem, W: number[][]): number[][] =>
  Y.map((y, i) => y.map((value, t) => value - sum(X[i]!.map((x, j) => x * W[j]![t]!))));

const correlation = ({ X }: PlainProblem, R: number[][]): number[][] =>
  X[0]!.map((_, j) => R[0]!.map((__, t) => sum(X.map((x, i) => x[j]! * R[i]![t]!)) / X.length));

const omega = ({ penalty }: PlainProblem, W: number[][]): number =>
  sum(W.map((w) => (penalty === 'rows' ? norm(w) : sum(w.map(Math.abs)))));

const omegaDual = ({ penalty }: PlainProblem, G: number[][]): number =>
  Math.max(...G.map((g) => (penalty === 'rows' ? norm(g) : Math.max(...g.map(Math.abs)))));

/** Objective in plain loops. */
export function objective(problem: PlainProblem, W: number[][]): number {
  const R = residual(problem, W);
  return sum(R.flat().map((r) => r * r)) / (2 * problem.X.length) + problem.alpha * omega(problem, W);
}

/** Primal minus dual objective at the scaled residual: the textbook gap. */
export function textbookGap(problem: PlainProblem, W: number[][]): number {
  const n = problem.X.length;
  const R = residual(problem, W);
  const scale = Math.min(1, problem.alpha / omegaDual(problem, correlation(problem, R)));
  const dual =
    sum(R.flatMap((r, i) => r.map((value, t) => scale * value * problem.Y[i]![t]! - (scale * value) ** 2 / 2))) / n;
  return objective(problem, W) - dual;
}

function shrunk({ penalty }: PlainProblem, u: number[], threshold: number): number[] {
  if (penalty === 'entries') return u.map((value) => Math.sign(value) * Math.max(0, Math.abs(value) - threshold));
  const length = norm(u);
  return length <= threshold ? u.map(() => 0) : u.map((value) => value * (1 - threshold / length));
}

/**
 * The oracle: block coordinate descent in float64 on plain arrays, until the textbook gap is at rounding level. Shares
 * no code with the library.
 */
export function coordinateDescent(problem: PlainProblem): number[][] {
  const { X, Y, alpha } = problem;
  const n = X.length;
  const W = X[0]!.map(() => Y[0]!.map(() => 0));
  const R = Y.map((y) => [...y]);
  const lipschitz = X[0]!.map((_, j) => sum(X.map((x) => x[j]! ** 2)) / n);
  const target = 1e-14 * Math.max(1e-300, sum(Y.flat().map((y) => y * y)) / n);
  for (let epoch = 0; epoch < 100_000; epoch++) {
    if (epoch % 10 === 0 && textbookGap(problem, W) <= target) return W;
    for (let j = 0; j < W.length; j++) {
      const L = lipschitz[j]!;
      if (L === 0) continue;
      const old = W[j]!;
      const u = old.map((w, t) => w + sum(X.map((x, i) => x[j]! * R[i]![t]!)) / (n * L));
      const next = shrunk(problem, u, alpha / L);
      R.forEach((r, i) => {
        for (let t = 0; t < r.length; t++) r[t]! -= X[i]![j]! * (next[t]! - old[t]!);
      });
      W[j] = next;
    }
  }
  throw new Error('the oracle did not converge');
}
