import {
  type Estimator,
  elasticNet,
  groupLasso,
  l1,
  l1inf,
  l21,
  lasso,
  multiTaskElasticNet,
  multiTaskLasso,
  penalised,
  type SolverName,
  sparseGroupLasso,
} from 'tensor-lasso';
import { type Chance, chance } from '../chance.js';
import type { Posed } from '../judge/problem.js';
import { type DrawnData, dataOf } from './data.js';
import { type Draw, hasGroups, isJoint } from './draw.js';

/** Groups of a draw, as lists of features. */
function groupsOf(c: Chance, { features: p, groups, groupWeights }: Draw) {
  const all = Array.from({ length: p }, (_, j) => j);
  const order = all.map((j) => ({ j, at: c.uniform() })).sort((a, b) => a.at - b.at);
  const shuffled = order.map(({ j }) => j);
  const features: number[][] = [];
  for (let from = 0; from < p; ) {
    const most = { none: 1, single: 1, pairs: 2, whole: p, uneven: 1 + Math.floor(c.uniform() * 5) }[groups];
    features.push(shuffled.slice(from, from + most).sort((a, b) => a - b));
    from += most;
  }
  const weights = features.map((group) => (groupWeights ? 0.5 + 2 * c.uniform() : Math.sqrt(group.length)));
  return { features, weights };
}

/** How often the penalty of each feature counts: the same for all of a group. */
function factorsOf(
  c: Chance,
  { features: p, factors: style }: Draw,
  groups: Posed['groups'],
): Float64Array | undefined {
  if (style === 'none') return undefined;
  const spread = (): number => 10 ** (12 * c.uniform() - 6);
  const makers: Record<Exclude<Draw['factors'], 'none'>, () => number> = {
    free: () => (c.happens(0.15) ? 0 : 1),
    excluded: () => (c.happens(0.3) ? Infinity : 1),
    spread,
    mixed: () => c.pick([0, Infinity, spread(), 1, 1, 1, 1]),
  };
  const factors = Float64Array.from({ length: p }, makers[style]);
  for (const group of groups?.features ?? []) for (const j of group) factors[j] = factors[group[0]!]!;
  return factors;
}

type Parts = Posed['parts'];

/** What the penalty of a draw is at alpha 1. */
function partsOf({ estimator, l1Ratio: ratio, penalty }: Draw): Parts {
  const none = { l1: 0, l2: 0, max: 0, ridge: 0 };
  const parts: Record<Draw['estimator'], Partial<Parts>> = {
    lasso: { l1: 1 },
    elasticNet: { l1: ratio, ridge: 1 - ratio },
    multiTaskLasso: { l2: 1 },
    multiTaskElasticNet: { l2: ratio, ridge: 1 - ratio },
    groupLasso: { l2: 1 },
    sparseGroupLasso: { l1: ratio, l2: 1 - ratio },
    penalised: penalty === 'l1' ? { l1: 1 } : penalty === 'l21' ? { l2: 1 } : { max: 1 },
  };
  return { ...none, ...parts[estimator] };
}

const PENALTIES = { l1, l21, l1inf };

/** A draw as data, as what the judge is asked, and as an estimator. */
export interface Drawn {
  readonly draw: Draw;
  readonly data: DrawnData;
  readonly posed: Posed;
  /** @param alpha - one for all problems, or one for each */
  make(alpha: number | readonly number[], how?: { maxIter?: number }): Estimator;
}

/** All that a draw says. */
export function drawn(draw: Draw): Drawn {
  const { fitIntercept, standardize, positive, tol, l1Ratio, estimator, penalty, jointly: joint, mask } = draw;
  const c = chance(draw.seed, 'model');
  const data = dataOf(draw);
  const lists = groupsOf(c, draw);
  const groups = hasGroups(draw) ? lists : undefined;
  const factors = factorsOf(c, draw, groups);
  const labels = c.happens(0.5);
  const labelled = Array.from({ length: draw.features }, (_, j) =>
    lists.features.findIndex((group) => group.includes(j)),
  );
  // Labels come in the order of their first features.
  const order = [...new Set(labelled)];
  const grouped = {
    groups: labels ? labelled : lists.features,
    ...(draw.groupWeights && { groupWeights: labels ? order.map((g) => lists.weights[g]!) : lists.weights }),
  };
  return {
    draw,
    data,
    posed: {
      ...data,
      fitIntercept,
      standardize,
      positive,
      factors,
      joint: isJoint(draw),
      parts: partsOf(draw),
      groups,
    },
    make(alpha, { maxIter = draw.maxIter } = {}) {
      const solver = draw.solver as SolverName;
      const options = {
        ...{ alpha, fitIntercept, standardize, positive, tol, maxIter, solver },
        ...(factors && { penaltyFactor: factors }),
        ...(mask !== 'none' && { missing: 'mask' as const }),
      };
      const makers: Record<Draw['estimator'], () => Estimator> = {
        lasso: () => lasso(options),
        elasticNet: () => elasticNet({ ...options, l1Ratio }),
        multiTaskLasso: () => multiTaskLasso(options),
        multiTaskElasticNet: () => multiTaskElasticNet({ ...options, l1Ratio }),
        groupLasso: () => groupLasso({ ...options, ...grouped }),
        sparseGroupLasso: () => sparseGroupLasso({ ...options, l1Ratio, ...(draw.groups !== 'none' && grouped) }),
        penalised: () => penalised({ ...options, penalty: PENALTIES[penalty], joint }),
      };
      return makers[estimator]();
    },
  };
}
