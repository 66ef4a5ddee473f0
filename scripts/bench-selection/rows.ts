/** A selection to time. */
export interface Row {
  readonly name: string;
  readonly do: 'crossValidate' | 'stability' | 'path';
  readonly joint: boolean;
  readonly data: DataSet;
  /** Alphas of a path, from the largest of use to `eps` times that. */
  readonly count: number;
  readonly eps: number;
  readonly folds?: number;
  readonly resamples?: number;
  /** How many times as fast as scikit-learn it is meant to be, by tolerance. */
  readonly goals: Readonly<Record<string, number>>;
}

/** The worked example, or normal X whose neighbours correlate by `rho`, and `relevant` features with waves over the tasks. */
export type DataSet = 'example' | { samples: number; features: number; tasks: number; relevant: number; rho: number };

const tasks50 = { samples: 100, features: 500, tasks: 50, relevant: 30, rho: 0.5 };
const wide1 = { samples: 1000, features: 5000, tasks: 1, relevant: 50, rho: 0.5 };
const wide20 = { samples: 300, features: 3000, tasks: 20, relevant: 30, rho: 0.5 };

export const ROWS: readonly Row[] = [
  {
    name: '40 x LassoCV, 5 folds, 100 alphas',
    do: 'crossValidate',
    joint: false,
    data: 'example',
    count: 100,
    eps: 1e-3,
    folds: 5,
    goals: { '1e-4': 20, '1e-6': 12 },
  },
  {
    name: 'stability selection, 100 half-samples x 40 tasks x 50 alphas',
    do: 'stability',
    joint: false,
    data: 'example',
    count: 50,
    eps: 1e-3,
    resamples: 100,
    goals: { '1e-4': 20 },
  },
  {
    name: 'MultiTaskLassoCV, 100 x 500 x 50, 4 folds, 20 alphas',
    do: 'crossValidate',
    joint: true,
    data: tasks50,
    count: 20,
    eps: 1e-3,
    folds: 4,
    goals: { '1e-6': 5 },
  },
  {
    name: 'multi-task stability selection, 100 half-samples x 50 alphas',
    do: 'stability',
    joint: true,
    data: 'example',
    count: 50,
    eps: 1e-3,
    resamples: 100,
    goals: { '1e-4': 8 },
  },
  {
    name: 'path of 100 alphas, 1000 x 5000',
    do: 'path',
    joint: false,
    data: wide1,
    count: 100,
    eps: 1e-3,
    goals: { '1e-4': 2, '1e-6': 2 },
  },
  {
    name: 'path of 100 alphas, 300 x 3000 x 20',
    do: 'path',
    joint: true,
    data: wide20,
    count: 100,
    eps: 1e-3,
    goals: { '1e-4': 2, '1e-6': 2 },
  },
];
