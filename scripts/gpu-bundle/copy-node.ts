import { execFile } from 'node:child_process';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Puts the Node that runs this into the folder, without its symbols (an eighth of it) if there is `strip`. */
export async function copyNode(folder: string): Promise<void> {
  const copy = join(folder, 'node');
  try {
    await promisify(execFile)('strip', ['-o', copy, process.execPath]);
  } catch {
    await copyFile(process.execPath, copy);
  }
  await chmod(copy, 0o755);
}
