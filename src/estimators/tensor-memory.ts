import { type Capacity, capacityOf } from '../backends/capacity.js';
import { numbersHeld } from '../datafits/quadratic.js';
import type { TensorSolverName } from './options.js';

/** What is to be fitted on tensors, by what, and where. */
export interface TensorFit {
  readonly samples: number;
  readonly features: number;
  readonly tasks: number;
  readonly solver: TensorSolverName;
  readonly backend: string;
}

/** Matrices like that of the coefficients, and of the residuals, that are there at a time: 19 of an elastic net that is positive, and a copy. */
const AT_A_TIME = 20;

/** Columns by which the largest eigenvalue is found. */
const POWERS = 4;

/** Bytes of tensors that a fit takes at most, and of the largest of them. */
export function tensorBytes({ samples, features, tasks, solver }: Omit<TensorFit, 'backend'>): Capacity {
  const { kept, making, resolving, resolvent, column } = numbersHeld(samples, features);
  const inverts = solver === 'douglasRachford';
  const steps = AT_A_TIME * column * Math.max(tasks, POWERS);
  const all = Math.max(making, kept + (inverts ? resolving : 0)) + steps;
  const one = Math.max(features * tasks, inverts ? resolvent : 0);
  return { one: 4 * one, all: 4 * all };
}

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/**
 * @param capacity - of the backend
 * @throws RangeError if a fit would take more
 */
export function checkMemory(fit: TensorFit, capacity: Capacity = capacityOf(fit.backend)): void {
  const { samples, features, tasks, solver, backend } = fit;
  const needed = tensorBytes(fit);
  const tooMuch = (['all', 'one'] as const).find((which) => needed[which] > capacity[which]);
  if (!tooMuch) return;
  const limit = `${tooMuch === 'all' ? 'tensors' : 'a tensor'} of ${mebibytes(capacity[tooMuch])} at most on backend ${backend}`;
  const got = `${samples} x ${features} with ${tasks} tasks, which takes ${mebibytes(needed[tooMuch])}`;
  throw new RangeError(
    `fit: X and Y must be of sizes for which solver '${solver}' takes ${limit}, got ${got}; take solver 'auto', fewer features, samples or tasks, or another backend`,
  );
}
