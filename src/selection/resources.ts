import { platform } from '#platform';
import { checkValues } from '../arguments/check.js';
import { number, type Rules, whole } from '../arguments/rules.js';
import type { Estimator } from '../estimators/estimator.js';
import type { Crew } from '../threads/in-parallel.js';
import { coresOf } from '../threads/pool.js';

/** What a selection may use of the machine. */
export interface Resources {
  /**
   * Threads at most, this one among them; the results are the same to the bit. In a page it takes one that is
   * `crossOriginIsolated`. Where threads cannot start fewer do the work, and a warning says so.
   * @default as many as there are cores, fewer where the work is too little for them
   */
  threads?: number;
  /** MiB that the data of all threads may take: fewer threads run where theirs would take more. @default 2048 */
  memory?: number;
}

/** What options of resources must be. */
export const RESOURCE_RULES: Rules<Resources> = {
  threads: whole(1),
  memory: number('a positive number of MiB', (value) => value > 0),
};

/** What there is to do. */
interface Load {
  /** Functions of an estimator stay on their thread. */
  readonly estimator: Pick<Estimator, 'model'>;
  readonly jobs: number;
  /** Of the data that each fit reads, and how many problems are fitted to how many alphas. */
  readonly samples: number;
  readonly features: number;
  readonly fits: number;
}

/** Products of entries of X, once for each fit of a problem, that a thread must have to be worth its start: about 80 ms. */
const LEAST = 1e8;

/** Bytes for an entry of X: a copy of the samples in float64, float32 and, for half of the features, float64 again. */
const BYTES = 16;

/**
 * How many threads do some work.
 *
 * @param name - who asks, for the errors
 * @throws RangeError for a number of threads or an amount of memory that is out of range
 */
export function crewFor(name: string, resources: Resources, { estimator, jobs, samples, features, fits }: Load): Crew {
  checkValues(name, resources, RESOURCE_RULES);
  const { threads: asked, memory = 2048 } = resources;
  const { threads } = platform;
  const cores = coresOf(threads);
  const worth = Math.floor((samples * features * fits) / LEAST);
  const portable = cores > 1 && !estimator.model.penalty;
  const most = portable ? (asked ?? Math.min(cores, worth)) : 1;
  const room = Math.floor((memory * 2 ** 20) / (BYTES * samples * features));
  return { threads, count: Math.max(1, Math.min(most, jobs, room)) };
}
