import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as library from '../../../src/node.js';
import { design } from '../problems.js';

export const { X, Y } = design({ samples: 12, features: 3, tasks: 2 });
export const y = { rows: 12, cols: 1, values: Y.values.filter((_, at) => at % 2 === 0) };
export const weights = Array.from({ length: 12 }, (_, i) => 1 + (i % 2));
export const groups = [0, 0, 1];
export const factors = [1, 2, 1];
export const names = ['a', 'b', 'c'];
export const alphas = [0.5, 0.25, 0.125];

/** For files. */
export const directory = mkdtempSync(join(tmpdir(), 'arguments-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

export const splits = () =>
  library.kFold(12, 3).map(({ train, test }) => ({ train: Array.from(train), test: Array.from(test) }));
export const rng = () => library.randomState(0);
export const nothing = () => {};
export const signal = () => new AbortController().signal;
export const lasso = library.lasso({ alpha: 0.1 });

/** What takes time to make, once. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

export const fitted = once(() => lasso.fit(X, Y));
export const traced = once(() => lasso.fit(X, Y, { trace: true }));
export const single = once(() => lasso.fit(X, y));
export const multi = once(() => library.multiTaskLasso({ alpha: 0.1, tol: 1e-12 }).fit(X, Y));
export const steps = once(async () => {
  const all = [];
  for await (const step of library.path(library.lasso, X, Y, { alphas })) all.push(step);
  return all;
});
export const record = once(async () => library.collectPath(await steps()));
export const validation = once(() => library.lassoCV(X, Y, { alphas, splits: library.kFold(12, 3) }));
export const stability = once(() => library.stabilitySelection(library.lasso, X, Y, { resamples: 4, count: 3 }));
export const spec = once(async () => library.supportMap([{ name: 'Lasso', coef: (await fitted()).coef }]));
export const named = async () => [{ name: 'Lasso', coef: (await fitted()).coef }];

export const problem = () => ({ X, Y: y, alpha: 0.1, norm: library.l1(0.1).norm, ridge: [0, 0.1, 0] });
export const tensors = () => ({
  x: tf.tensor2d(Float32Array.from(X.values), [12, 3]),
  y: tf.tensor3d(Float32Array.from(Y.values), [12, 2, 1]),
});
export const datafit = async () => {
  const { x, y: targets } = tensors();
  return library.quadratic(x, targets);
};
export const W = () => tf.tensor3d(new Float32Array(6).fill(0.5), [3, 2, 1]);
