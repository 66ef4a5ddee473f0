import * as tf from '@tensorflow/tfjs-core';
import * as library from '../../../src/node.js';
import { type Anything, type Call, call, optional, options, place } from './call.js';
import { datafit, factors, nothing, signal, tensors, W } from './known.js';

/** What works on tensors. */
export const SOLVERS: readonly Call[] = [
  call('l1', () => [[0.5, 0.25], { factors, positive: true }], [
    place('0', 'alpha', { open: true }),
    options(1),
    place('1.factors', 'factors', { open: true }),
    place('1.positive'),
  ]),
  call('l21', () => [0.5, { factors, positive: true }], [
    place('0', 'alpha', { fine: ['a list of it', 'a typed list of it', 'nested'] }),
    options(1),
    place('1.factors', 'factors', { open: true }),
    place('1.positive'),
  ]),
  call('l1inf', () => [0.5, { factors }], [
    place('0', 'alpha', { fine: ['a list of it', 'a typed list of it', 'nested'] }),
    options(1),
    place('1.factors', 'factors', { open: true }),
  ]),
  call('sparseGroup', () => [0.5, { l1Ratio: 0.5, factors, positive: true }], [
    place('0', 'alpha', { fine: ['a list of it', 'a typed list of it', 'nested'] }),
    place('1', 'options|l1Ratio'),
    ...optional(1, 'l1Ratio', 'positive'),
    place('1.factors', 'factors', { open: true }),
  ]),
  call(
    'normPenalty',
    () => {
      const tensor = {
        value: (V: tf.Tensor) => tf.sum(tf.abs(V), -1),
        dual: (V: tf.Tensor) => tf.max(tf.abs(V), -1),
        prox: library.softThreshold,
      };
      return ['mine', 0.5, tensor, { value: () => 1, dual: () => 1 }, { factors, positive: true }];
    },
    [
      place('1', 'alpha', { fine: ['a list of it', 'a typed list of it', 'nested'] }),
      place('2', 'tensor'),
      place('3', 'norm'),
      options(4),
      place('4.factors', 'factors', { open: true }),
      place('4.positive'),
    ],
    ['mine'],
  ),
  call('softThreshold', () => [tf.tensor1d([1, -2, 0.5]), 0.75], [place('0', 'V'), place('1', 't')]),
  call('groupSoftThreshold', () => [tf.tensor2d([[1, -2, 0.5]]), 0.75], [place('0', 'V'), place('1', 't')]),
  call('quadratic', () => [tensors().x, tensors().y], [place('0', 'X'), place('1', 'Y')]),
  call('withRidge', async () => [await datafit(), { rows: 3, cols: 1, values: new Float64Array(3).fill(0.5) }], [
    place('0', 'datafit'),
    place('1', 'ridge'),
  ]),
  call('dualGap', async () => [W(), await datafit(), library.l1(0.5)], [
    place('0', 'W'),
    place('1', 'datafit'),
    place('2', 'penalty'),
  ]),
  call(
    'solve',
    async () => [
      library.fista,
      await datafit(),
      library.l1(0.5),
      { tol: 0.01, maxIter: 50, checkEvery: 5, W0: W(), certify: () => 0, onProgress: nothing, signal: signal() },
    ],
    [
      place('0', 'solver'),
      place('1', 'datafit'),
      place('2', 'penalty'),
      options(3),
      ...optional(3, 'tol', 'maxIter', 'checkEvery', 'W0', 'onProgress', 'signal'),
      place('3.certify'),
    ],
  ),
  {
    ...call('iterate', async () => [library.ista, await datafit(), library.l1(0.5), W()], [
      place('0', 'solver'),
      place('1', 'datafit'),
      place('2', 'penalty'),
      place('3', 'W0'),
    ]),
    run: async (...args: Anything[]) => {
      for (const { W: first } of (library.iterate as Anything)(...args)) return Array.from(await first.data());
      return undefined;
    },
  },
  call('selectBackend', () => ['cpu', { flops: 10, small: 5 }], [
    place('0', 'name'),
    options(1),
    ...optional(1, 'flops', 'small'),
  ]),
  call('describeBackend', () => ['cpu', { flops: 10 }], []),
];
