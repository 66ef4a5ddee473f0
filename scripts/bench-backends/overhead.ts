import * as tf from '@tensorflow/tfjs';
import { type FistaState, iterate, restartedFista } from 'tensor-lasso';
import { median } from './median.js';
import { problem, type TensorProblem } from './problem.js';

const STEPS = 200;
const ROUNDS = 9;

type Loop = (problem: TensorProblem) => Promise<void>;

/** The solver's steps in a loop as short as tfjs allows: tidy, dispose. */
const raw: Loop = async ({ datafit, penalty }) => {
  let state: FistaState = restartedFista.init(tf.zeros([...datafit.shape]), datafit);
  for (let k = 0; k < STEPS; k++) {
    const next = tf.tidy(() => restartedFista.step(state, datafit, penalty));
    tf.dispose(state);
    state = next;
  }
  await state.W.data();
  tf.dispose(state);
};

/** The same steps by way of the library's own loop. */
const ours: Loop = async ({ datafit, penalty }) => {
  let k = 0;
  const W0 = tf.zeros<tf.Rank.R3>([...datafit.shape]);
  for (const { W } of iterate(restartedFista, datafit, penalty, W0)) {
    if (k++ === STEPS) {
      await W.data();
      break;
    }
  }
  W0.dispose();
};

async function milliseconds(loop: Loop, on: TensorProblem): Promise<number> {
  const start = performance.now();
  await loop(on);
  return performance.now() - start;
}

/** What the library's loop costs on top of tfjs's own price for the same operations, in turns. */
export async function overhead(backends: readonly string[]): Promise<void> {
  console.log(
    'A FISTA step of 30 features x 40 columns by way of the library, against the same operations in plain tfjs:',
  );
  for (const backend of backends) {
    const on = await problem(backend, 100, 30, 40);
    const times = { raw: [] as number[], ours: [] as number[] };
    const ratios: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const [a, b] = [await milliseconds(raw, on), await milliseconds(ours, on)];
      if (round < 0) continue;
      times.raw.push(a);
      times.ours.push(b);
      ratios.push(b / a);
    }
    const perStep = (values: readonly number[]) => ((1000 * median(values)) / STEPS).toFixed(0).padStart(6);
    console.log(
      `  ${backend.padEnd(12)} plain ${perStep(times.raw)} µs, library ${perStep(times.ours)} µs, ratio ${median(ratios).toFixed(3)}`,
    );
    tf.dispose([on.datafit.tensors, on.penalty.tensors]);
  }
}
