/** Numbers that tensors of a datafit hold at most. */
export interface Held {
  readonly kept: number;
  /** While it is made. */
  readonly making: number;
  /** Beside what is kept, while a resolvent is made. */
  readonly resolving: number;
}
