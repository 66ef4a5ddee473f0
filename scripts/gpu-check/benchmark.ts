import { askChild, sibling } from '../../src/processes/ask-child.js';
import { dataSets } from './data-sets.js';
import type { Effort, Measurement } from './measure.js';
import type { BenchmarkRow, Failed } from './record.js';

const LONGEST = 30 * 60_000;
const FULL: Effort = { steps: 200, patience: 20 };
const QUICK: Effort = { steps: 20, patience: 3 };

/** Measures all data sets on all these backends, each pair in a process of its own; tells of each as it is done. */
export async function benchmark(
  backends: readonly string[],
  quick: boolean,
  tell: (data: string, backend: string, result: Measurement | Failed) => void,
): Promise<BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  const program = sibling('gpu-check/measure-child', 'gpu-check/benchmark', import.meta.url);
  for (const data of dataSets(quick)) {
    const results: Record<string, Measurement | Failed> = {};
    for (const backend of backends) {
      const args = [backend, JSON.stringify(data), JSON.stringify(quick ? QUICK : FULL)];
      const result = await askChild<Measurement>(program, args, { timeout: LONGEST }).catch((error: Error) => ({
        error: error.message,
      }));
      results[backend] = result;
      tell(data.name, backend, result);
    }
    rows.push({ data, results });
  }
  return rows;
}
