import { type Chance, chance } from '../chance.js';

/** What is drawn from; what comes twice is drawn twice as often. */
const CHOICES = {
  samples: [1, 2, 3, 5, 8, 13, 20, 20, 30, 30, 50, 100],
  features: [1, 2, 3, 5, 8, 13, 20, 20, 30, 60],
  tasks: [1, 1, 1, 1, 2, 2, 2, 3, 3, 5, 8, 20],
  correlation: [0, 0, 0.5, 0.9, 0.99],
  /** What is the matter with some columns. */
  columns: ['plain', 'plain', 'plain', 'equal', 'near', 'constant', 'zero', 'multiple', 'all'],
  offset: [0, 0, 0, 1, 10, 1e4],
  /** Decades over which the scales of columns spread. */
  spread: [0, 0, 0, 1, 3],
  whole: [false, false, false, true],
  target: ['model', 'model', 'model', 'model', 'noise', 'column', 'constant', 'zero'],
  noise: [0, 0.1, 1, 1],
  targetOffset: [0, 0, 3, 1e4],
  unitOfX: [1, 1, 1, 1e-8, 1e8],
  unitOfY: [1, 1, 1, 1e-8, 1e8],
  estimator: [
    ...['lasso', 'lasso', 'lasso', 'lasso', 'elasticNet', 'elasticNet', 'elasticNet'],
    ...['multiTaskLasso', 'multiTaskLasso', 'multiTaskLasso', 'multiTaskElasticNet', 'multiTaskElasticNet'],
    ...['groupLasso', 'groupLasso', 'sparseGroupLasso', 'sparseGroupLasso', 'sparseGroupLasso'],
    ...['penalised', 'penalised'],
  ],
  penalty: ['l1', 'l21', 'l1inf'],
  jointly: [true, true, false],
  groups: ['none', 'pairs', 'uneven', 'single', 'whole'],
  groupWeights: [false, true],
  l1Ratio: [0.5, 0.5, 0.1, 0.9, 0, 1, 1e-6],
  solver: [
    ...['auto', 'auto', 'auto', 'auto', 'auto', 'auto', 'gram', 'gram', 'workingSets', 'workingSets'],
    ...['ista', 'fista', 'restartedFista', 'douglasRachford'],
  ],
  fitIntercept: [true, true, false],
  standardize: [false, false, false, true],
  positive: [false, false, false, false, true],
  factors: ['none', 'none', 'none', 'none', 'free', 'excluded', 'spread', 'mixed'],
  tol: [1e-2, 1e-4, 1e-4, 1e-6, 1e-6, 1e-8, 1e-10, 1e-12],
  maxIter: [1, 3, 20, 300, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000],
  mask: ['none', 'none', 'none', 'none', 'none', 'none', 'some', 'rows', 'nearly', 'different'],
  weights: ['none', 'none', 'none', 'none', 'none', 'ones', 'equal', 'random', 'zeros', 'single', 'spread'],
  init: [
    ...['none', 'none', 'none', 'none', 'none', 'none', 'none'],
    ...['otherAlpha', 'negated', 'unrelated', 'dense', 'outside', 'huge', 'tiny'],
  ],
  how: ['fit', 'fit', 'fit', 'fit', 'fit', 'fit', 'fit', 'path', 'tasks'],
  cut: [...Array.from({ length: 11 }, () => false), true],
  after: ['nothing', 'nothing', 'nothing', 'predict', 'json', 'alphaMax', 'alphaMax', 'again', 'goOn'],
} as const;

/** Parts of the smallest alpha that makes all coefficients 0. */
const RATIOS = [
  1.001,
  1,
  1 - 1e-6,
  0.9,
  0.5,
  0.5,
  0.5,
  0.1,
  0.1,
  0.1,
  0.03,
  0.03,
  0.003,
  1e-4,
  1e-7,
  1e-12,
  0,
] as const;
const FAR_RATIOS = [...RATIOS, 1e-100, 1e100] as const;

/** Where units are far apart. */
const EXTREME = {
  unitsOfX: [
    ...['plain', 'denormal', 'tiny', 'small', 'large', 'huge', 'oneTiny', 'oneHuge', 'wide', 'widest', 'rows'],
  ],
  unitsOfY: ['plain', 'plain', 'plain', 'denormal', 'tiny', 'small', 'large', 'huge', 'wide'],
  weights: ['none', 'none', 'none', 'none', 'huge', 'tiny', 'steps', 'mixed'],
} as const;

type Choices = typeof CHOICES;

type Choice = { readonly [key in keyof Choices]: Choices[key][number] };

/** A problem, and what is done with it, in words and numbers. */
export interface Draw extends Omit<Choice, 'weights'> {
  readonly seed: number;
  readonly extreme: boolean;
  readonly unitsOfX: (typeof EXTREME.unitsOfX)[number];
  readonly unitsOfY: (typeof EXTREME.unitsOfY)[number];
  readonly weights: Choice['weights'] | (typeof EXTREME.weights)[number];
  /** Alphas as parts of the largest of use: one for all problems, or one for each. */
  readonly ratios: readonly number[];
  /** At which call of `onProgress`, or after how many milliseconds, a fit is cut off. */
  readonly cutAt: { readonly call: number } | { readonly milliseconds: number };
  /** Threads of `fitTasks`. */
  readonly threads: number;
}

const choose = <C extends Readonly<Record<string, readonly unknown[]>>>(c: Chance, choices: C) =>
  Object.fromEntries(Object.entries(choices).map(([key, values]) => [key, c.pick(values)])) as {
    [key in keyof C]: C[key][number];
  };

const ON_TENSORS: readonly string[] = ['ista', 'fista', 'restartedFista', 'douglasRachford'];

/** Estimators of which all tasks are one problem. */
export const isJoint = ({ estimator, l1Ratio, jointly }: Pick<Draw, 'estimator' | 'l1Ratio' | 'jointly'>): boolean =>
  estimator === 'penalised' ? jointly : estimator === 'sparseGroupLasso' ? l1Ratio < 1 : /^multi/.test(estimator);

/** Estimators whose penalty has no norm in it. */
const isRidge = ({ estimator, l1Ratio }: Choice): boolean => /ElasticNet|elasticNet/.test(estimator) && l1Ratio === 0;

export const hasGroups = ({ estimator, groups, l1Ratio }: Pick<Draw, 'estimator' | 'groups' | 'l1Ratio'>): boolean =>
  estimator === 'groupLasso' || (estimator === 'sparseGroupLasso' && groups !== 'none' && l1Ratio < 1);

/** Most of what estimators refuse to do is not asked of them. */
function sensible(c: Chance, choice: Choice): Partial<Choice> {
  const positive = choice.positive && !isRidge(choice) && choice.factors !== 'free' && choice.factors !== 'mixed';
  const tensors = ON_TENSORS.includes(choice.solver);
  const only = hasGroups(choice) || (isJoint(choice) && choice.tasks > 1 && choice.mask !== 'none');
  const engine = choice.solver === 'gram' || choice.solver === 'workingSets';
  const solver = only || (choice.estimator === 'penalised' && engine) ? 'auto' : choice.solver;
  const limited = (tensors || choice.estimator === 'penalised') && choice.maxIter > 300;
  const changed = {
    positive,
    solver,
    ...(isRidge(choice) && isJoint(choice) && choice.tasks > 1 && { mask: 'none' as const }),
    ...(hasGroups(choice) && isJoint(choice) && choice.tasks > 1 && { mask: 'none' as const }),
    ...(choice.estimator === 'penalised' && isJoint(choice) && choice.tasks > 1 && { mask: 'none' as const }),
  };
  return {
    ...(c.happens(0.96) && changed),
    ...(limited && { maxIter: c.happens(0.07) ? (10_000 as const) : (300 as const) }),
  };
}

/**
 * The draw of a seed.
 *
 * @param extreme - the part of all seeds that get extreme units
 */
export function drawOf(seed: number, extreme: number): Draw {
  const far = chance(seed, 'stratum').uniform() < extreme;
  const c = chance(seed, far ? 'extreme' : 'plain');
  const first = choose(c, CHOICES);
  const choice = { ...first, ...sensible(c, first) };
  const problems = isJoint(choice) ? 1 : choice.tasks;
  const ridge = isRidge(choice);
  const ratio = (): number => {
    const drawn = c.pick(far ? FAR_RATIOS : RATIOS);
    return drawn === 0 && choice.positive && c.happens(0.9) ? 0.2 : drawn;
  };
  const ratios = Array.from({ length: c.happens(0.15) ? problems : 1 }, ratio);
  const smooth = ridge || ratios.includes(0);
  const large = !smooth && c.happens(0.03);
  const units = far ? choose(c, EXTREME) : { unitsOfX: 'plain' as const, unitsOfY: 'plain' as const };
  const weights = far && c.happens(0.4) ? (units as { weights: Draw['weights'] }).weights : choice.weights;
  return {
    ...choice,
    ...(large && { samples: 100, features: c.pick([100, 300] as const) as unknown as 60 }),
    ...units,
    weights,
    seed,
    extreme: far,
    ratios,
    cutAt: c.happens(0.6) ? { call: c.pick([0, 1, 2, 5, 20]) } : { milliseconds: c.pick([0, 1, 3, 10, 40]) },
    threads: c.happens(0.05) ? 2 : 1,
  };
}
