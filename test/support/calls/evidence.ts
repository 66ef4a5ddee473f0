import * as library from '../../../src/node.js';
import { type Call, call, DATA, optional, options, place } from './call.js';
import { fitted, lasso, multi, steps, weights, X, Y } from './known.js';

/** What is said of fits, and what is made of them. */
export const EVIDENCE: readonly Call[] = [
  call('collectPath', async () => [await steps()], [place('0', 'path'), place('0.0', 'path')]),
  call('refit', async () => [await fitted(), [X, Y], { fitIntercept: true, sampleWeight: weights }], [
    place('0', 'fit'),
    place('0.coef'),
    place('1', 'data'),
    place('1.0', 'X'),
    place('1.1', 'Y'),
    options(2),
    ...optional(2, 'fitIntercept', 'sampleWeight'),
  ]),
  call('relaxed', async () => [await fitted(), [X, Y], { gamma: 0.5, fitIntercept: true, sampleWeight: weights }], [
    place('0', 'fit'),
    place('0.coef', 'coef|intercept'),
    place('0.intercept'),
    place('1', 'data'),
    options(2),
    ...optional(2, 'gamma', 'fitIntercept', 'sampleWeight'),
  ]),
  call('noiseVariance', () => [X, Y, { fitIntercept: true, sampleWeight: weights }], [
    ...DATA,
    options(2),
    ...optional(2, 'fitIntercept', 'sampleWeight'),
  ]),
  call('degreesOfFreedom', async () => [lasso, await fitted(), { X, sampleWeight: weights }], [
    place('0', 'estimator'),
    place('1', 'fit'),
    place('1.coef', 'coef|fit'),
    place('1.problems'),
    place('2', 'data'),
    place('2.X', 'X|sampleWeight'),
    place('2.sampleWeight'),
  ]),
  call('yuanLinDegreesOfFreedom', async () => [await multi(), [X, Y], { fitIntercept: true, sampleWeight: weights }], [
    place('0', 'fit'),
    place('1', 'data'),
    options(2),
    ...optional(2, 'fitIntercept', 'sampleWeight'),
  ]),
  call(
    'validationGradient',
    async () => [library.lasso({ alpha: 0.1 }), await fitted(), { X, sampleWeight: weights, validation: { X, Y } }],
    [
      place('0', 'estimator'),
      place('1', 'fit'),
      place('1.intercept'),
      place('1.problems'),
      place('2', 'data|validation'),
      place('2.X', 'X|sampleWeight'),
      place('2.sampleWeight'),
      place('2.validation'),
      place('2.validation.X', 'validation.X|validation.Y'),
      place('2.validation.Y', 'validation.Y'),
    ],
  ),
  call('aic', () => [{ deviance: 10, df: 2 }], [place('0', 'evidence'), ...optional(0, 'deviance', 'df')]),
  call('aicc', () => [{ deviance: 10, df: 2, samples: 20, tasks: 2, extra: 1 }], [
    place('0', 'evidence'),
    ...optional(0, 'deviance', 'df', 'samples', 'tasks', 'extra'),
  ]),
  call('bic', () => [{ deviance: 10, df: 2, samples: 20 }], [
    place('0', 'evidence'),
    ...optional(0, 'deviance', 'df', 'samples'),
  ]),
  call('ebic', () => [{ deviance: 10, df: 2, samples: 20, features: 5, selected: 2 }, 0.25], [
    place('0', 'evidence'),
    ...optional(0, 'deviance', 'df', 'samples', 'features', 'selected'),
    place('1', 'gamma'),
  ]),
];
