import type { Breathe } from './pacer.js';

/** Numbers that are read at a time: some tenths of a millisecond. */
const NUMBERS = 2 ** 16;

/**
 * Reads rows of so many numbers each, some at a time, and lets others have their turn in between.
 *
 * @param read - reads rows `from` to `to − 1`
 */
export async function inTurns(
  { rows, each, breathe }: { readonly rows: number; readonly each: number; readonly breathe: Breathe },
  read: (from: number, to: number) => void,
): Promise<void> {
  const step = Math.max(1, Math.floor(NUMBERS / each));
  for (let from = 0; from < rows; from += step) {
    read(from, Math.min(from + step, rows));
    const pause = breathe();
    if (pause) await pause;
  }
}
