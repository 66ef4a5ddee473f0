import type { BackendDescription } from '../backends/describe-backend.js';
import { askChild, sibling } from '../processes/ask-child.js';

/** What came out of a test that was passed. */
export interface SelfTest extends BackendDescription {
  /** Number of kernels whose values agree with plain JavaScript's. */
  readonly kernels: number;
}

/**
 * Loads the native backend in a process of its own, compares kernels with plain JavaScript, and measures its speed.
 *
 * @param directory - the installation; without it, whatever programs would get
 * @throws Error if it does not load, crashes, or computes wrongly
 */
export const selfTest = (directory: string | undefined, signal?: AbortSignal): Promise<SelfTest> =>
  askChild(sibling('install/self-test-child', 'install/self-test', import.meta.url), directory ? [directory] : [], {
    timeout: 120_000,
    ...(signal && { signal }),
  });
