import {
  crossValidate,
  kFold,
  lasso,
  type Matrix,
  multiTaskLasso,
  path,
  randomState,
  stabilitySelection,
} from 'tensor-lasso';
import type { Row } from './rows.js';

/** What a selection took, and what it found, to be compared with what scikit-learn finds. */
export interface Answer {
  readonly seconds: number;
  readonly found: Found;
}

export interface Found {
  /** Chosen alphas and mean errors along the path. */
  readonly alphas?: readonly number[];
  readonly curve?: readonly number[];
  /** How often each feature is selected, shape (problems, alphas, features). */
  readonly counts?: readonly number[];
  /** Coefficients along a path. */
  readonly coefs?: readonly Matrix[];
}

interface How {
  readonly tol: number;
  readonly threads: number;
  /** Those of the path, for all. */
  readonly alphas: readonly (readonly number[])[];
}

async function timed(run: () => Promise<Found>): Promise<Answer> {
  const start = performance.now();
  const found = await run();
  return { seconds: (performance.now() - start) / 1000, found };
}

const column = ({ rows, cols, values }: Matrix, t: number): number[] =>
  Array.from({ length: rows }, (_, i) => values[i * cols + t]!);

/** One selection by this library. */
export function ours(row: Row, { X, Y }: { X: Matrix; Y: Matrix }, { tol, threads, alphas }: How): Promise<Answer> {
  const { joint, count, eps } = row;
  const make = joint ? multiTaskLasso : lasso;
  if (row.do === 'crossValidate') {
    const splits = kFold(X.rows, row.folds!);
    return timed(async () => {
      const { min, curves } = await crossValidate(make, X, Y, { tol, threads, count, eps, splits });
      const { mean } = curves[0]!;
      const curve = Array.from({ length: mean.cols }, (_, t) => column(mean, t)).flat();
      return { alphas: [min.alpha].flat(), curve };
    });
  }
  if (row.do === 'stability') {
    const { resamples } = row as { resamples: number };
    const how = { tol, threads, resamples, alphas, q: Infinity, rng: randomState(0), pairs: false };
    return timed(async () => {
      const { problems } = await stabilitySelection(make, X, Y, how);
      return {
        counts: problems.flatMap(({ probabilities }) =>
          Array.from(probabilities.values, (part) => Math.round(part * resamples)),
        ),
      };
    });
  }
  return timed(async () => {
    const coefs: Matrix[] = [];
    for await (const { fit } of path(make, X, Y, { tol, alphas, fitIntercept: false })) coefs.push(fit.coef);
    return { coefs };
  });
}
