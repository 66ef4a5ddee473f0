/** Where the time of a fit goes. */
type Phase = 'upload' | 'solve' | 'certificate' | 'download';

/** Seconds by phase, and in all. */
export type Seconds = Readonly<Record<Phase | 'total', number>>;

/** Time is counted for one phase at a time. */
export interface Stopwatch {
  /** Goes over to another phase; returns the one before. */
  enter(phase: Phase): Phase;
  seconds(): Seconds;
}

/** A stopwatch that counts for `upload` from now on. */
export function stopwatch(): Stopwatch {
  const spent: Record<Phase, number> = { upload: 0, solve: 0, certificate: 0, download: 0 };
  let current: Phase = 'upload';
  let since = performance.now();
  const enter = (phase: Phase): Phase => {
    const now = performance.now();
    spent[current] += (now - since) / 1000;
    since = now;
    const before = current;
    current = phase;
    return before;
  };
  return {
    enter,
    seconds() {
      enter(current);
      return { ...spent, total: Object.values(spent).reduce((sum, part) => sum + part, 0) };
    },
  };
}
