import { platform } from '#platform';
import type { Identity } from './candidate.js';

/** What a registered backend runs on; of one that the program brought itself nothing is known. */
export async function identify(name: string): Promise<Identity> {
  const candidate = platform.candidates.find((each) => each.name === name);
  return candidate ? candidate.identify() : { version: 'unknown', device: 'unknown', kind: 'cpu' };
}
