import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

/** Removes what processes of this machine have left that were ended half-way; what cannot be removed stays. */
async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, pid] = (name.startsWith(prefix) && /^(\d+)-[^-]+$/.exec(name.slice(prefix.length))) || [];
    if (pid && !isRunning(Number(pid))) {
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/**
 * Makes a folder for work that is under way, whose name says whose it is, and clears up after those that could not do it
 * themselves.
 *
 * @param kind - of work: what its folders are called
 */
export async function workFolder(parent: string, kind: string): Promise<string> {
  const prefix = `${kind}-${hostname()}-`;
  await removeLeftovers(parent, prefix);
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}
