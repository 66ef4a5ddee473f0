import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { manifestOf } from '../native/installation.js';
import { workFolder } from '../processes/work-folder.js';

/**
 * Has `build` fill a new folder, then puts that in place as `directory`, in one step: nobody ever sees half an
 * installation. If another process was faster, its installation stays and this one is dropped.
 */
export async function inWorkspace<T>(directory: string, build: (workspace: string) => Promise<T>): Promise<T> {
  const cache = dirname(directory);
  await mkdir(cache, { recursive: true });
  const workspace = await workFolder(cache, 'building');
  try {
    const result = await build(workspace);
    if (!manifestOf(directory)) await rm(directory, { recursive: true, force: true });
    await rename(workspace, directory).catch((error) => {
      if (!manifestOf(directory)) throw error;
    });
    return result;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
