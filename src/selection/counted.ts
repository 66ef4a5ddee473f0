import type { Matrix } from '../data/matrix.js';
import type { Split } from './splits.js';

/** Which folds judge which tasks: `folds[f][t]`, and what has to be said if not all do. */
export interface Counted {
  readonly folds: readonly (readonly boolean[])[];
  readonly warnings: readonly string[];
}

/** How many samples with an entry and a weight above 0 judge each task of a split. */
function judgesOf({ cols, values }: Matrix, { test }: Split, weights: Float64Array | undefined): number[] {
  return Array.from({ length: cols }, (_, t) =>
    test.reduce((sum, i) => sum + (!Number.isNaN(values[i * cols + t]!) && (weights?.[i] ?? 1) > 0 ? 1 : 0), 0),
  );
}

/** What folds judge by. */
interface Judged {
  readonly Y: Matrix;
  readonly splits: readonly Split[];
  readonly weights: Float64Array | undefined;
}

/**
 * Which folds count: those with a test sample of a weight above 0, task by task.
 *
 * @param name - who asks, for the errors
 * @param how - the score, and how many samples it takes
 * @throws RangeError for a split whose test samples are too few for the score, and a task that fewer than two folds judge
 */
export function countedFolds(
  name: string,
  { Y, splits, weights }: Judged,
  { score, least }: { readonly score: string; readonly least: number },
): Counted {
  const judges = splits.map((split) => judgesOf(Y, split, weights));
  judges.forEach((own, k) => {
    const few = own.findIndex((count) => count > 0 && count < least);
    if (few < 0) return;
    const expected = `at least ${least} samples that count, for the score ${score}`;
    throw new RangeError(`${name}: splits[${k}].test must have ${expected}, got ${own[few]} for task ${few}`);
  });
  const folds = judges.map((own) => own.map((count) => count > 0));
  for (let t = 0; t < Y.cols; t++) {
    const count = folds.filter((fold) => fold[t]).length;
    if (count >= 2) continue;
    const expected = 'leave at least 2 splits with a test sample of a weight above 0';
    throw new RangeError(`${name}: sampleWeight must ${expected}, got ${count} for task ${t}`);
  }
  const partly = folds.flatMap((fold, k) => (fold.every(Boolean) ? [] : [k]));
  if (partly.length === 0) return { folds, warnings: [] };
  const what = partly.map((k) => (folds[k]!.some(Boolean) ? `${k} (some tasks)` : k)).join(', ');
  return {
    folds,
    warnings: [`${name}: splits that do not count, as all of their test samples weigh 0: ${what}`],
  };
}
