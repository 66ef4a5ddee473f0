import type { Breathe } from '../threads/pacer.js';

/** Where tensors are to be made, and what is to be awaited between some that take long. */
export interface Making {
  readonly backend: string;
  readonly breathe: Breathe;
}
