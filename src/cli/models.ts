import { elasticNet } from '../estimators/elastic-net.js';
import type { Estimator } from '../estimators/estimator.js';
import { groupLasso } from '../estimators/group-lasso.js';
import { lasso } from '../estimators/lasso.js';
import { multiTaskElasticNet } from '../estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { sparseGroupLasso } from '../estimators/sparse-group-lasso.js';

/** What some of them take beside the options of all. */
export interface Special {
  readonly l1Ratio?: number | undefined;
  /** A label for each feature. */
  readonly groups?: Float64Array | undefined;
}

type Make = (options: EstimatorOptions, special: Special) => Estimator;

const ratio = ({ l1Ratio }: Special) => (l1Ratio === undefined ? {} : { l1Ratio });

/** What `--model` takes: what each needs and knows beside the options of all. */
export const MODELS: Readonly<Record<string, { make: Make; knows: readonly (keyof Special)[] }>> = {
  lasso: { make: lasso, knows: [] },
  elasticNet: { make: (options, special) => elasticNet({ ...options, ...ratio(special) }), knows: ['l1Ratio'] },
  multiTaskLasso: { make: multiTaskLasso, knows: [] },
  multiTaskElasticNet: {
    make: (options, special) => multiTaskElasticNet({ ...options, ...ratio(special) }),
    knows: ['l1Ratio'],
  },
  groupLasso: {
    make(options, { groups }) {
      if (!groups) throw new Error('--model groupLasso needs --groups');
      return groupLasso({ ...options, groups });
    },
    knows: ['groups'],
  },
  sparseGroupLasso: {
    make: (options, { groups, ...special }) =>
      sparseGroupLasso({ ...options, ...ratio(special), ...(groups && { groups }) }),
    knows: ['l1Ratio', 'groups'],
  },
};
