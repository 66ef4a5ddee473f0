import type { Matrix } from '../data/matrix.js';

/** Y with its column means off, scaled by a power of two. */
export interface Targets {
  /** Shape (tasks, stride): what is beyond the samples is 0. */
  readonly rows: Float64Array;
  readonly stride: number;
  readonly means: Float64Array;
  readonly scale: number;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > most) most = size;
  }
  return most;
}

/** Samples that are read of all tasks before the next: a cache line of each row that is written. */
const TOGETHER = 8;

export function readTargets({ rows: n, cols: tasks, values }: Matrix, stride: number, centre: boolean): Targets {
  const most = largest(values);
  const scale = most > 0 ? 2 ** -Math.min(1022, Math.max(-1022, Math.floor(Math.log2(most)))) : 1;
  const rows = new Float64Array(tasks * stride);
  for (let first = 0; first < n; first += TOGETHER) {
    const last = Math.min(first + TOGETHER, n);
    for (let t = 0; t < tasks; t++) {
      for (let i = first; i < last; i++) rows[t * stride + i] = values[i * tasks + t]! * scale;
    }
  }
  const means = new Float64Array(tasks);
  if (centre) for (let t = 0; t < tasks; t++) means[t] = centreRow(rows.subarray(t * stride, t * stride + n));
  return { rows, stride, means, scale };
}

/** Takes the mean off, and what is left of it by rounding; a constant becomes exactly 0. */
function centreRow(y: Float64Array): number {
  const [value = 0] = y;
  if (y.every((other) => other === value)) {
    y.fill(0);
    return value;
  }
  let mean = 0;
  for (let round = 0; round < 2; round++) {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += y[i]!;
    for (let i = 0; i < y.length; i++) y[i]! -= sum / y.length;
    mean += sum / y.length;
  }
  return mean;
}
