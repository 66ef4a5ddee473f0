/** An error of the library, not of the judge. */
export class Failure extends Error {
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super('the library failed');
    this.cause = cause;
  }
}

/** What the library gives; what it throws as a `Failure`. */
export async function library<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Failure(cause);
  }
}
