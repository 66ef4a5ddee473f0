import * as tf from '@tensorflow/tfjs';
import { type Datafit, l1, type Penalty, quadratic, selectBackend } from 'tensor-lasso';

export interface TensorProblem {
  readonly datafit: Datafit;
  readonly penalty: Penalty;
}

/** Lassos on random data, a problem for each column; on the backend of that name, which is made the active one. */
export async function problem(
  backend: string,
  samples: number,
  features: number,
  columns: number,
): Promise<TensorProblem> {
  await tf.setBackend(await selectBackend(backend));
  const X = tf.randomNormal<tf.Rank.R2>([samples, features], 0, 1, 'float32', 1);
  const Y = tf.randomNormal<tf.Rank.R3>([samples, columns, 1], 0, 1, 'float32', 2);
  const datafit = await quadratic(X, Y);
  tf.dispose([X, Y]);
  return { datafit, penalty: l1(0.01) };
}
