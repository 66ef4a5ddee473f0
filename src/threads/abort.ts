/** What a signal was aborted with; those of older platforms do not say. */
export const reasonOf = ({ reason }: AbortSignal): unknown =>
  reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;

/**
 * `signal.throwIfAborted()`, which older platforms do not have: jsdom 20 of Jest 29, for one.
 *
 * @throws the signal's reason, if it is aborted
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}
