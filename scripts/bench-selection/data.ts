import { type Matrix, randomState, sineTasks } from 'tensor-lasso';
import type { DataSet } from './rows.js';

const zeros = (rows: number, cols: number): Matrix => ({ rows, cols, values: new Float64Array(rows * cols) });

/** X and Y of a data set, the same each time. */
export function makeData(data: DataSet): { X: Matrix; Y: Matrix } {
  if (data === 'example') return sineTasks(randomState(42));
  const { samples, features, tasks, relevant, rho } = data;
  const rng = randomState(0);
  const [X, Y] = [zeros(samples, features), zeros(samples, tasks)];
  for (let i = 0; i < samples; i++) {
    let x = 0;
    rng.randn(features).forEach((fresh, j) => {
      x = j === 0 ? fresh : rho * x + Math.sqrt(1 - rho ** 2) * fresh;
      X.values[i * features + j] = x;
    });
  }
  const noise = rng.randn(samples * tasks);
  const [places, phases, heights] = [rng.permutation(features), rng.randn(relevant), rng.randn(relevant)];
  for (let i = 0; i < samples; i++) {
    for (let t = 0; t < tasks; t++) {
      let y = noise[i * tasks + t]!;
      for (let k = 0; k < relevant; k++) {
        const w = (1 + heights[k]! ** 2) * Math.sin(0.3 * t + 3 * phases[k]! + 1);
        y += X.values[i * features + places[k]!]! * w;
      }
      Y.values[i * tasks + t] = y;
    }
  }
  return { X, Y };
}
