import type { BackendDescription } from 'tensor-lasso';
import { askChild } from '../../src/processes/ask-child.js';
import type { CheckOptions } from './options.js';
import { type Failed, failed } from './record.js';

const PROBE = new URL('../../dist/cli/probe.js', import.meta.url);
const LONGEST = 5 * 60_000;

/** Those that may run on a GPU, the better first. */
const GPU = ['tensorflow', 'webgpu'];
const CPU = ['wasm', 'tensorflow'];

/** What was found, by name; which backend to check, and which to measure it against. */
export interface Found {
  readonly backends: Readonly<Record<string, BackendDescription | Failed>>;
  readonly backend: string;
  readonly against: readonly string[];
}

/** Looks at the backends in question, each in a process of its own. */
export async function findBackends(options: CheckOptions): Promise<Found> {
  const backends: Record<string, BackendDescription | Failed> = {};
  const { backend: named, against: others } = options;
  for (const name of new Set([...(named === undefined ? GPU : [named]), ...(others ?? CPU)])) {
    backends[name] = await askChild<BackendDescription>(PROBE, [name], { timeout: LONGEST }).catch((error: Error) => ({
      error: error.message,
    }));
  }
  const isKind = (name: string, kind: string): boolean => {
    const description = backends[name]!;
    return !failed(description) && description.kind === kind;
  };
  const backend = named ?? GPU.find((name) => isKind(name, 'gpu')) ?? 'webgpu';
  const against = others ?? CPU.filter((name) => name !== backend && isKind(name, 'cpu'));
  return { backends, backend, against };
}
