/** What became of the tests of a page. */
export interface Outcome {
  /** Full titles of those that pass, in the order of their running. */
  readonly passed: string[];
  /** Titles and messages of those that fail. */
  readonly failed: string[];
}

declare global {
  /** Set by the page. */
  var outcome: Promise<Outcome>;
}
