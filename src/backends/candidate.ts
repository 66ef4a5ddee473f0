import type { Threads } from '../threads/thread.js';

/** What a backend runs on: a real GPU, a processor, or a GPU that a processor imitates (correct, but slow). */
export type DeviceKind = 'gpu' | 'cpu' | 'software';

export interface Identity {
  /** Version of the backend, and of the library under it if there is one. */
  readonly version: string;
  /** The device in its own words. */
  readonly device: string;
  readonly kind: DeviceKind;
}

/** A tfjs backend that this package knows how to get. */
export interface Candidate {
  readonly name: string;
  /**
   * Registers it with tfjs.
   *
   * @throws Error if it cannot work here: why, and what would mend it
   */
  register(): Promise<unknown>;
  /** What it runs on, once it is registered. */
  identify(): Promise<Identity>;
}

/** What a platform offers: all candidates, and the names that `'auto'` tries, the better first; its threads. */
export interface Platform {
  readonly candidates: readonly Candidate[];
  /** Taken if they find a GPU. */
  readonly gpu: readonly string[];
  /** Else the first of these that runs. */
  readonly cpu: readonly string[];
  /** Taken first for small problems. */
  readonly small: readonly string[];
  readonly threads: Threads;
}
