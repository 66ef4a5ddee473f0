import type { Matrix } from '../data/matrix.js';
import { hasMissing } from '../data/observed.js';

/** Some of the samples, and what an error calls them. */
export interface Part {
  readonly what: string;
  readonly places: ArrayLike<number>;
}

/** Random parts of the samples. */
export function* partsOf(kind: string, draws: readonly ArrayLike<number>[]): Iterable<Part> {
  for (const [k, places] of draws.entries()) yield { what: `${kind} ${k} of ${draws.length}`, places };
}

/** What all samples say. */
interface Samples {
  readonly Y: Matrix;
  readonly weights: Float64Array | undefined;
}

/** Whether a task has an entry among some samples; with a weight above 0, if they are given. */
function tells({ cols, values }: Matrix, places: ArrayLike<number>, t: number, weights?: Float64Array): boolean {
  for (let k = 0; k < places.length; k++) {
    const i = places[k]!;
    if (!Number.isNaN(values[i * cols + t]!) && (!weights || weights[i]! > 0)) return true;
  }
  return false;
}

/**
 * Checks that parts of the samples, each of which will be fitted or judged by itself, have something to say of each task.
 *
 * @param name - who asks, for the errors
 * @throws RangeError for a part without an entry of a task, or with none of a weight above 0
 */
export function checkParts(name: string, parts: Iterable<Part>, { Y, weights }: Samples): void {
  const all = hasMissing(Y);
  if (!weights && !all) return;
  const tasks = all ? Y.cols : 1; // where nothing is missing all tasks are alike
  for (const { what, places } of parts) {
    for (let t = 0; t < tasks; t++) {
      if (tells(Y, places, t, weights)) continue;
      const of = all ? ` of task ${t}` : '';
      if (tells(Y, places, t)) {
        const remedy = 'leave samples of weight 0 out, or give them some';
        throw new RangeError(
          `${name}: sampleWeight must not be 0 everywhere in ${what}, got only zeros${of}; ${remedy}`,
        );
      }
      throw new RangeError(`${name}: ${what} must have an entry of each task, got none${of}`);
    }
  }
}
