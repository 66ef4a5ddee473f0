import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reason } from '../backends/reason.js';
import {
  installationDirectory,
  MANIFEST,
  type Manifest,
  manifestOf,
  TENSORFLOW_VERSION,
  TFJS_NODE_VERSION,
  thisPlatform,
  type Variant,
} from '../native/installation.js';
import { buildAddon } from './build-addon.js';
import { downloadPackage, downloadWheel, verified } from './get-files.js';
import { type PinnedFile, TFJS_NODE, wheelsFor } from './pins.js';
import { type SelfTest, selfTest } from './self-test.js';
import { findTools } from './tools.js';
import { unpackWheel } from './unpack.js';
import { inWorkspace } from './workspace.js';

/** Bytes that an installation needs while it is under way. */
const DISK: Readonly<Record<Variant, number>> = { cpu: 1.3e9, cuda: 6e9 };

export interface InstallOptions {
  variant: Variant;
  /** Folder with the files already downloaded, for a machine without a network. */
  from?: string | undefined;
  /** Ends the installation; nothing of it stays. */
  signal: AbortSignal;
  /** Called before each step. */
  onStep: (title: string) => void;
}

/** Where the backend comes from that is there now: found as it was, or just built. */
export interface Installed {
  readonly built: boolean;
  /** The installation; undefined if the backend comes from a package of the program's own. */
  readonly directory: string | undefined;
  readonly test: SelfTest;
}

/** The backend that is there already, if it works. */
async function existing({ variant, signal, onStep }: InstallOptions): Promise<Installed | undefined> {
  const directory = installationDirectory(variant);
  const ours = manifestOf(directory) ? directory : undefined;
  if (!ours && variant === 'cuda') return undefined;
  onStep('Looking for one that works already');
  try {
    return { built: false, directory: ours, test: await selfTest(ours, signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (!ours) return undefined;
    onStep(`What is in ${ours} does not work and is replaced (${reason(error)})`);
    await rm(join(ours, MANIFEST));
    return undefined;
  }
}

/** Fills the workspace: libraries, kernels, addon, and at last the manifest. */
async function build(workspace: string, options: InstallOptions): Promise<SelfTest> {
  const { variant, from, signal, onStep } = options;
  const wheels = wheelsFor(variant);
  const { python, compiler } = await findTools(dirname(workspace), DISK[variant], from === undefined);

  const take = (pinned: PinnedFile, download: () => Promise<string>) => {
    onStep(`${from === undefined ? 'Getting' : 'Taking'} ${pinned.file}`);
    return from === undefined ? download() : verified(from, pinned);
  };
  for (const wheel of wheels) {
    const path = await take(wheel, () => downloadWheel(python!, wheel, workspace, signal));
    onStep(`Unpacking ${wheel.file}`);
    await unpackWheel(path, workspace, signal);
    if (from === undefined) await rm(path);
  }
  const tarball = await take(TFJS_NODE, () => downloadPackage(TFJS_NODE, workspace, signal));
  onStep('Building the addon');
  await buildAddon(compiler, tarball, workspace, signal);
  if (from === undefined) await rm(tarball);
  onStep('Testing it');
  const test = await selfTest(workspace, signal);
  const manifest: Manifest = {
    tensorflow: TENSORFLOW_VERSION,
    tfjsNode: TFJS_NODE_VERSION,
    variant,
    platform: thisPlatform(),
  };
  await writeFile(join(workspace, MANIFEST), `${JSON.stringify(manifest)}\n`);
  return test;
}

/**
 * Makes the native backend `tensorflow` available to this user: finds one that works, or gets TensorFlow's libraries by
 * pip, builds the addon that binds them, and tests it.
 *
 * @throws Error that says what is missing or has failed; what was installed before is left as it was
 */
export async function install(options: InstallOptions): Promise<Installed> {
  wheelsFor(options.variant);
  const found = await existing(options);
  if (found) return found;
  const directory = installationDirectory(options.variant);
  try {
    const test = await inWorkspace(directory, (workspace) => build(workspace, options));
    return { built: true, directory, test };
  } catch (error) {
    options.signal.throwIfAborted();
    if ((error as { code?: unknown }).code !== 'ENOSPC') throw error;
    const advice = 'make room, or set XDG_CACHE_HOME to install elsewhere';
    throw new Error(`the disk of ${dirname(directory)} is full: ${advice}`, { cause: error });
  }
}

/** Removes what was installed for this user; gives the folders that were there. */
export async function uninstall(): Promise<string[]> {
  const directories = (['cpu', 'cuda'] as const).map(installationDirectory).filter(manifestOf);
  for (const directory of directories) await rm(directory, { recursive: true });
  return directories;
}
