import type { Arena } from '../kernels/arena.js';
import { PARAMETERS } from '../kernels/kernel.js';

/** Writes L, λ₁, λ₂ and λ₃ of a row where the kernel finds them: here a group penalty, λ₂ alone. */
export function setParameters(
  { doubles }: Arena,
  at: number,
  row: number,
  values: { L: number; lambda: number },
): void {
  const to = at / 8 + PARAMETERS * row;
  doubles[to] = values.L;
  doubles[to + 1] = 0;
  doubles[to + 2] = values.lambda;
  doubles[to + 3] = 0;
}
