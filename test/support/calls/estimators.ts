import * as library from '../../../src/node.js';
import type { Place } from '../variants.js';
import { type Anything, type Call, call, collected, DATA, optional, options, place } from './call.js';
import { alphas, factors, fitted, groups, lasso, nothing, signal, weights, X, Y } from './known.js';

const FAMILY_OPTIONS = {
  alpha: 0.1,
  fitIntercept: true,
  standardize: false,
  positive: false,
  penaltyFactor: factors,
  missing: 'error',
  tol: 1e-6,
  maxIter: 1000,
  solver: 'auto',
  backend: 'auto',
};

/** How many factors there must be is known when there are data, and which backends when there is need of one. */
const ABOUT: Readonly<Record<string, Partial<Place>>> = {
  penaltyFactor: { open: true, fine: ['an empty array'] },
  backend: { fine: ['a text'] },
};

/** An estimator is what it says of itself. */
const family = (
  name:
    | 'lasso'
    | 'elasticNet'
    | 'multiTaskLasso'
    | 'multiTaskElasticNet'
    | 'groupLasso'
    | 'sparseGroupLasso'
    | 'penalised',
  own: object,
  more: readonly Place[],
): Call =>
  call(name, () => [{ ...FAMILY_OPTIONS, ...own }], [
    { ...options(0), fine: [] },
    ...Object.keys(FAMILY_OPTIONS).map((key) =>
      key === 'alpha'
        ? place('0.alpha', 'alpha', { fine: ['a list of it', 'a typed list of it', 'nested'] })
        : place(`0.${key}`, key, ABOUT[key]),
    ),
    ...more,
  ]);

const FIT = { sampleWeight: weights, onProgress: nothing };
const method = (name: 'fit' | 'path' | 'alphaMax', args: Call['args'], places: readonly Place[]): Call => ({
  names: [`lasso.${name}`],
  run: (...given: Anything[]) => {
    const result = (lasso[name] as Anything)(...given);
    return name === 'path' ? collected(result) : result;
  },
  args,
  places,
});

/** Families of estimators, and their methods. */
export const ESTIMATORS: readonly Call[] = [
  family('lasso', {}, []),
  family('elasticNet', { l1Ratio: 0.3 }, [place('0.l1Ratio')]),
  family('multiTaskLasso', {}, []),
  family('multiTaskElasticNet', { l1Ratio: 0.3 }, [place('0.l1Ratio')]),
  family('groupLasso', { groups, groupWeights: [1, 2] }, [
    place('0.groups', 'groups', { open: true, fine: ['of texts', 'nested', 'twice nested'] }),
    place('0.groupWeights'),
  ]),
  family('sparseGroupLasso', { l1Ratio: 0.3, groups: [[0, 1], [2]], groupWeights: [1, 2] }, [
    place('0.l1Ratio'),
    place('0.groups'),
    place('0.groups.0', 'groups', { open: true }),
    place('0.groupWeights'),
  ]),
  family('penalised', { penalty: library.l21, joint: true }, [place('0.penalty'), place('0.joint')]),

  method('fit', () => [X, Y, { ...FIT, trace: false, signal: signal() }], [
    ...DATA,
    options(2),
    ...optional(2, 'sampleWeight', 'onProgress', 'trace', 'signal'),
  ]),
  method('fit', async () => [X, Y, { init: await fitted() }], [place('2.init'), place('2.init.coef', 'init')]),
  method('path', () => [X, Y, alphas, { ...FIT, reuse: false }], [
    ...DATA,
    place('2', 'alphas', { open: true }),
    options(3),
    ...optional(3, 'sampleWeight', 'onProgress', 'reuse'),
  ]),
  method('path', () => [X, Y, [[0.5, 0.25], 0.1]], [place('2', 'alphas'), place('2.0', 'alphas[0]')]),
  method('alphaMax', () => [X, Y, { sampleWeight: weights }], [...DATA, options(2), place('2.sampleWeight')]),
];
