import * as library from '../../../src/node.js';
import { type Anything, type Call, call, collected, DATA, MADE, optional, options, place } from './call.js';
import { alphas, factors, fitted, lasso, nothing, rng, signal, splits, weights, X, Y } from './known.js';

const SELECTING = ['sampleWeight', 'onProgress', 'signal', 'threads', 'memory'];
const selecting = () => ({ sampleWeight: weights, onProgress: nothing, signal: signal(), threads: 1, memory: 100 });
const validating = () => ({
  ...selecting(),
  alphas,
  splits: splits(),
  score: 'mae',
  rule: 'oneStandardError',
  perTask: false,
});
const VALIDATING = [...SELECTING, 'score', 'rule', 'perTask', 'tol'];

const crossValidated = (name: 'lassoCV' | 'elasticNetCV' | 'multiTaskLassoCV' | 'multiTaskElasticNetCV'): Call =>
  call(
    name,
    () => [X, Y, { ...validating(), tol: 1e-6 }],
    [
      ...DATA,
      options(2),
      ...optional(2, ...VALIDATING),
      place('2.alphas', 'alphas', { open: true }),
      place('2.splits', 'splits', { open: true }),
      place('2.splits.0.train', 'splits[0].train', { open: true }),
    ],
    [name.slice(0, -2)],
  );

/** What chooses among models. */
export const SELECTIONS: readonly Call[] = [
  call(
    'crossValidate',
    () => [library.lasso, X, Y, { ...validating(), tol: 1e-6, penaltyFactor: factors }],
    [
      ...MADE,
      options(3),
      ...optional(3, ...VALIDATING, 'penaltyFactor'),
      place('3.alphas', 'alphas', { open: true }),
      place('3.splits', 'splits', { open: true }),
      place('3.splits.0.train', 'splits[0].train', { open: true }),
      place('3.splits.1.test', 'splits[1].test', { open: true }),
    ],
    ['lasso'],
  ),
  call(
    'crossValidate',
    () => [library.elasticNet, X, Y, { l1Ratios: [0.5, 0.75], eps: 0.25, count: 3 }],
    [place('3.l1Ratios', 'l1Ratios', { open: true }), ...optional(3, 'eps', 'count')],
    ['elasticNet'],
  ),
  crossValidated('lassoCV'),
  crossValidated('elasticNetCV'),
  crossValidated('multiTaskLassoCV'),
  crossValidated('multiTaskElasticNetCV'),
  call(
    'stabilitySelection',
    () => [
      library.lasso,
      X,
      Y,
      {
        ...selecting(),
        resamples: 4,
        pairs: true,
        assumption: 'none',
        eps: 0.25,
        count: 2,
        threshold: 0.75,
        pfer: 2,
        rng: rng(),
      },
    ],
    [
      ...MADE,
      options(3),
      ...optional(3, ...SELECTING, 'resamples', 'pairs', 'assumption', 'eps', 'count', 'threshold', 'pfer', 'rng'),
    ],
    ['lasso'],
  ),
  call('stabilitySelection', () => [library.lasso, X, Y, { alphas, q: 1, resamples: 2 }], [
    place('3.alphas', 'alphas', { open: true }),
    place('3.q'),
  ]),
  call(
    'bootstrap',
    () => [library.lasso, X, Y, { ...selecting(), alpha: 0.1, resamples: 3, level: 0.5, rng: rng() }],
    [...MADE, options(3), ...optional(3, ...SELECTING, 'resamples', 'level', 'rng'), place('3.alpha')],
    ['lasso'],
  ),
  call(
    'chooseByCriterion',
    () => [
      library.lasso,
      X,
      Y,
      {
        criterion: 'ebic',
        gamma: 0.25,
        noise: [1, 2],
        alphas,
        maxExplained: 0.5,
        sampleWeight: weights,
        onProgress: nothing,
        signal: signal(),
      },
    ],
    [
      ...MADE,
      options(3),
      ...optional(3, 'criterion', 'gamma', 'noise', 'maxExplained', 'sampleWeight', 'onProgress', 'signal'),
      place('3.alphas', 'alphas', { open: true }),
    ],
    ['lasso'],
  ),
  {
    ...call(
      'path',
      async () => [
        library.lasso,
        X,
        Y,
        {
          alphas,
          maxExplained: 0.9,
          df: true,
          sampleWeight: weights,
          onProgress: nothing,
          signal: signal(),
          init: await fitted(),
        },
      ],
      [
        ...MADE,
        options(3),
        ...optional(3, 'maxExplained', 'df', 'sampleWeight', 'onProgress', 'signal', 'init'),
        place('3.alphas', 'alphas', { open: true }),
      ],
      ['lasso'],
    ),
    run: (...args: Anything[]) => collected((library.path as Anything)(...args)),
  },
  {
    ...call('path', () => [library.lasso, X, Y, { eps: 0.25, count: 2 }], optional(3, 'eps', 'count')),
    run: (...args: Anything[]) => collected((library.path as Anything)(...args)),
  },
  call('fitTasks', async () => [lasso, X, Y, { ...selecting(), init: await fitted() }], [
    place('0', 'estimator'),
    place('1', 'X'),
    place('2', 'Y'),
    options(3),
    ...optional(3, ...SELECTING, 'init'),
  ]),
];
