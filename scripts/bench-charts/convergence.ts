import { lasso, type Matrix, multiTaskLasso, type SolverName, type TracedFit } from 'tensor-lasso';

/** How a solver is called in a chart, and how far it is worth going. */
const SOLVERS: Readonly<Record<string, { solver: SolverName; maxIter: number }>> = {
  ISTA: { solver: 'ista', maxIter: 600 },
  FISTA: { solver: 'fista', maxIter: 600 },
  'FISTA, restarted': { solver: 'restartedFista', maxIter: 600 },
  'Douglas–Rachford': { solver: 'douglasRachford', maxIter: 150 },
  'working sets': { solver: 'workingSets', maxIter: 10_000 },
};

/** Fits of each solver with their traces, on a problem where they differ. */
export async function tracedFits(
  data: { X: Matrix; Y: Matrix; joint: boolean },
  { alpha, backend }: { alpha: number; backend: string },
): Promise<TracedFit[]> {
  const fits: TracedFit[] = [];
  for (const [name, { solver, maxIter }] of Object.entries(SOLVERS)) {
    const options = { alpha, backend, solver, maxIter, tol: 1e-10, fitIntercept: false };
    const estimator = (data.joint ? multiTaskLasso : lasso)(options);
    await estimator.fit(data.X, data.Y, { signal: AbortSignal.timeout(200) }).catch(() => undefined); // a warm-up
    fits.push({ name, fit: await estimator.fit(data.X, data.Y, { trace: true }) });
  }
  return fits;
}
