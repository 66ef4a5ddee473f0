import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeCache } from './cache.js';

/** TensorFlow for processors only, or for NVIDIA GPUs too. */
export type Variant = 'cpu' | 'cuda';

/** The TensorFlow that is installed, and the tfjs-node whose sources bind it. */
export const TENSORFLOW_VERSION = '2.21.0';
export const TFJS_NODE_VERSION = '4.22.0';

/** What an installation says of itself, in `installation.json`; written last, so that it marks a complete one. */
export interface Manifest {
  readonly tensorflow: string;
  readonly tfjsNode: string;
  readonly variant: Variant;
  readonly platform: string;
}

export const MANIFEST = 'installation.json';

/** Operating system and processor, as Node names them. */
export const thisPlatform = (): string => `${process.platform}-${process.arch}`;

/** Where a variant is installed; another version or platform has another place. */
export const installationDirectory = (variant: Variant): string =>
  join(nativeCache(), `tensorflow-${TENSORFLOW_VERSION}-${variant}-${thisPlatform()}`);

/** The manifest of the installation there, or undefined if there is none that is complete. */
export function manifestOf(directory: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, MANIFEST), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The installed variants, the one that can use a GPU first. */
export const installedVariants = (): Variant[] =>
  (['cuda', 'cpu'] as const).filter((variant) => manifestOf(installationDirectory(variant)));
