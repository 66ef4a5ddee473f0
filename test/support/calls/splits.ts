import { type Call, call, optional, options, place } from './call.js';
import { rng } from './known.js';

/** Grids, bounds, and which samples go where. */
export const SPLITS: readonly Call[] = [
  call('alphaGrid', () => [2, { eps: 0.5, count: 3 }], [
    place('0', 'alphaMax'),
    options(1),
    ...optional(1, 'eps', 'count'),
  ]),
  call('pferBound', () => [{ features: 10, q: 2, threshold: 0.75, resamples: 20, assumption: 'unimodal' }], [
    place('0', 'options|features'),
    ...optional(0, 'features', 'q', 'threshold', 'resamples', 'assumption'),
  ]),
  call('kFold', () => [12, 3, rng()], [
    place('0', 'samples'),
    place('1', 'folds', { fine: ['undefined'] }),
    place('2', 'rng'),
  ]),
  call('repeatedKFold', () => [12, 3, 2, rng()], [
    place('0', 'samples'),
    place('1', 'folds'),
    place('2', 'repeats'),
    place('3', 'rng'),
  ]),
  call('shuffleSplit', () => [12, 3, rng(), 0.25], [
    place('0', 'samples'),
    place('1', 'repeats'),
    place('2', 'rng'),
    place('3', 'test'),
  ]),
  call('groupKFold', () => [[0, 0, 1, 1, 2, 2], 2], [
    place('0', 'groups', { open: true, fine: ['of texts'] }),
    place('1', 'folds'),
  ]),
  call('leaveOneOut', () => [4], [place('0', 'samples')]),
  call('rollingOrigin', () => [12, { splits: 3, test: 2, gap: 1, most: 4 }], [
    place('0', 'samples'),
    options(1),
    ...optional(1, 'splits', 'test', 'gap', 'most'),
  ]),
  call('halfSamples', () => [12, 4, rng(), true], [
    place('0', 'samples'),
    place('1', 'resamples'),
    place('2', 'rng'),
    place('3', 'pairs'),
  ]),
];
