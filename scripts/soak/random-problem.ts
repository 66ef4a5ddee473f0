import { type Matrix, type RandomState, randomState } from 'tensor-lasso';

/** A problem that somebody could have, and how to fit it. */
export interface RandomProblem {
  /** All of it in words. */
  readonly title: string;
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly joint: boolean;
  readonly fitIntercept: boolean;
  readonly tol: number;
  /** Alpha as a part of the smallest that makes all coefficients 0. */
  readonly ratio: number;
}

/** What is drawn from: sizes from one to many, data from harmless to degenerate. */
const CHOICES = {
  samples: [1, 2, 3, 10, 30, 77, 200, 500],
  features: [1, 2, 5, 20, 65, 100, 300, 1000],
  tasks: [1, 1, 2, 3, 7, 20],
  correlation: [0, 0.5, 0.9, 0.99],
  ratio: [0.9, 0.5, 0.1, 0.03, 0.003, 1e-4],
  tol: [1e-4, 1e-6, 1e-8, 1e-10],
  /** Decades over which the scales of columns spread. */
  spread: [0, 0, 1, 3],
  offset: [0, 0, 10, 1e4],
  unitOfX: [1, 1, 1e-8, 1e8],
  unitOfY: [1, 1, 1e-8, 1e8],
  duplicates: [false, false, true],
  fitIntercept: [false, true],
  joint: [false, true],
} as const;

const pick = <T>(rng: RandomState, values: readonly T[]): T =>
  values[Math.floor(rng.randomSample(1)[0]! * values.length)]!;

type Choice = { [key in keyof typeof CHOICES]: (typeof CHOICES)[key][number] };

const choose = (rng: RandomState): Choice =>
  Object.fromEntries(Object.entries(CHOICES).map(([key, values]) => [key, pick<unknown>(rng, values)])) as Choice;

/** Autoregressive rows; then, if asked for, an equal column, a constant one and one of zeros. */
function design(rng: RandomState, choice: Choice): { X: Matrix; scales: Float64Array } {
  const { samples: n, features: p, correlation: rho, spread, offset, unitOfX, duplicates } = choice;
  const values = rng.randn(n * p);
  const scales = rng.randn(p).map((z) => 10 ** ((spread * z) / 2) * unitOfX);
  for (let i = 0; i < n; i++) {
    const row = values.subarray(i * p, (i + 1) * p);
    for (let j = 1; j < p; j++) row[j] = rho * row[j - 1]! + Math.sqrt(1 - rho * rho) * row[j]!;
    if (duplicates && p > 3) row.set([row[0]!, 0.3, 0], 1);
    row.forEach((x, j) => {
      row[j] = (x + offset) * scales[j]!;
    });
  }
  return { X: { rows: n, cols: p, values }, scales };
}

/** The problem of a seed. */
export function randomProblem(seed: number): RandomProblem {
  const rng = randomState(seed);
  const choice = choose(rng);
  const { X, scales } = design(rng, choice);
  const { tasks, unitOfY, joint, fitIntercept, tol, ratio } = choice;
  const relevant = Math.min(5, X.cols);
  const W = rng.randn(relevant * tasks);
  const values = rng.randn(X.rows * tasks);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < relevant; j++) {
      const x = X.values[i * X.cols + j]! / scales[j]!;
      for (let t = 0; t < tasks; t++) values[i * tasks + t]! += x * W[j * tasks + t]!;
    }
  }
  return {
    title: `seed ${seed}: ${JSON.stringify(choice)}`,
    X,
    Y: { rows: X.rows, cols: tasks, values: values.map((y) => y * unitOfY) },
    joint,
    fitIntercept,
    tol,
    ratio,
  };
}
