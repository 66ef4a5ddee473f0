import { lasso, type Matrix, multiTaskLasso, type SolverName } from 'tensor-lasso';

/** Where a solver stood at one of its checks. */
export interface Point {
  readonly solver: string;
  readonly iterations: number;
  readonly seconds: number;
  readonly gap: number;
}

/** How a solver is called in a chart, and how far it is worth going. */
const SOLVERS: Readonly<Record<string, { solver: SolverName; maxIter: number }>> = {
  ISTA: { solver: 'ista', maxIter: 600 },
  FISTA: { solver: 'fista', maxIter: 600 },
  'FISTA, restarted': { solver: 'restartedFista', maxIter: 600 },
  'Douglas–Rachford': { solver: 'douglasRachford', maxIter: 150 },
  'working sets': { solver: 'workingSets', maxIter: 10_000 },
};

/** The gap by iteration and by second of each solver, on a problem where they differ. */
export async function convergence(
  data: { X: Matrix; Y: Matrix; joint: boolean },
  { alpha, backend }: { alpha: number; backend: string },
): Promise<Point[]> {
  const points: Point[] = [];
  for (const [name, { solver, maxIter }] of Object.entries(SOLVERS)) {
    const options = { alpha, backend, solver, maxIter, tol: 1e-10, fitIntercept: false };
    const estimator = (data.joint ? multiTaskLasso : lasso)(options);
    await estimator.fit(data.X, data.Y, { signal: AbortSignal.timeout(200) }).catch(() => undefined); // a warm-up
    const fit = await estimator.fit(data.X, data.Y, { trace: true });
    const { checks, seconds } = fit.trace!;
    for (const { iterations, worstGap, seconds: at } of checks) {
      if (worstGap > 0) points.push({ solver: name, iterations, seconds: at, gap: worstGap });
    }
    const { relativeGap } = fit.problems[0]!;
    points.push({
      solver: name,
      iterations: fit.iterations,
      seconds: seconds.total,
      gap: Math.max(relativeGap, 1e-16),
    });
  }
  return points;
}
