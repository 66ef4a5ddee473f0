import type { Design } from './design.js';
import { POLICY } from './policy.js';
import { width } from './problem.js';

/** How many problems may be looked at together, so that their scratch stays within the budget, and half of what is left; at most `most`. */
export function problemsTogether({ arena, n, n64, p }: Design, tasks: number, most: number): number {
  const each = 8 * (2 * n64 * tasks + 2 * p * width(tasks));
  const budget = Math.min(Math.max(POLICY.together, 4 * n * p), arena.left() / 2);
  return Math.max(1, Math.min(most, Math.floor(budget / each)));
}
