import { median } from '../bench-backends/median.js';

const MOST = 5;

/** Seconds that `work` takes: the median of five runs, or of as many as have begun within `patience` seconds. */
export async function repeated(work: () => Promise<void>, patience: number): Promise<number> {
  const times: number[] = [];
  const begin = performance.now();
  do {
    const start = performance.now();
    await work();
    times.push((performance.now() - start) / 1000);
  } while (times.length < MOST && performance.now() - begin < 1000 * patience);
  return median(times);
}
