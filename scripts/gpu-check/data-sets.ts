/** Sizes of a regression data set with correlated columns; what is made of them is in correlated-data.ts. */
export interface DataSet {
  readonly name: string;
  readonly samples: number;
  readonly features: number;
  readonly tasks: number;
  /** Correlation of neighbouring columns. */
  readonly rho: number;
  /** One multi-task Lasso, or a Lasso for each task. */
  readonly joint: boolean;
}

/** One of many features, one of many samples, one of many small problems. */
const FULL: readonly DataSet[] = [
  { name: 'b', samples: 300, features: 7500, tasks: 50, rho: 0.95, joint: true },
  { name: 'd', samples: 20000, features: 500, tasks: 40, rho: 0.3, joint: true },
  { name: 'small', samples: 100, features: 30, tasks: 10000, rho: 0, joint: false },
];

/** The same, small enough for a GPU that a processor imitates. */
const QUICK: readonly DataSet[] = [
  { name: 'b', samples: 30, features: 150, tasks: 5, rho: 0.95, joint: true },
  { name: 'd', samples: 1000, features: 50, tasks: 4, rho: 0.3, joint: true },
  { name: 'small', samples: 100, features: 30, tasks: 200, rho: 0, joint: false },
];

export const dataSets = (quick: boolean): readonly DataSet[] => (quick ? QUICK : FULL);
