/**
 * The same work, but for each key only once at a time: who asks while it is under way gets its outcome, who asks later
 * has it done again.
 */
export function singleFlight<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const underway = new Map<string, Promise<T>>();
  return (key) => {
    const running = underway.get(key);
    if (running) return running;
    const promise = work(key).finally(() => underway.delete(key));
    underway.set(key, promise);
    return promise;
  };
}
