import { type Anything, type Call, call, optional, options, place } from './call.js';
import { rng } from './known.js';

/** What is drawn. */
export const RANDOM: readonly Call[] = [
  call('sineTasks', () => [rng(), { samples: 4, features: 3, tasks: 2, relevant: 1 }], [
    place('0', 'rng'),
    options(1, 'sizes'),
    ...optional(1, 'samples', 'features', 'tasks', 'relevant'),
  ]),
  call('randomState', () => [3], [place('0', 'seed')]),
  { names: ['randn'], run: (size) => rng().randn(size as Anything), args: () => [3], places: [place('0', 'size')] },
  {
    names: ['randomSample'],
    run: (size) => rng().randomSample(size as Anything),
    args: () => [3],
    places: [place('0', 'size')],
  },
  {
    names: ['randint'],
    run: (...args) => (rng().randint as Anything)(...args),
    args: () => [0, 5, 3],
    places: [place('0', 'low'), place('1', 'high'), place('2', 'size')],
  },
  {
    names: ['permutation'],
    run: (length) => rng().permutation(length as Anything),
    args: () => [3],
    places: [place('0', 'length')],
  },
  {
    names: ['choice'],
    run: (...args) => (rng().choice as Anything)(...args),
    args: () => [5, 3, { replace: true }],
    places: [place('0', 'length'), place('1', 'size'), options(2), place('2.replace')],
  },
];
