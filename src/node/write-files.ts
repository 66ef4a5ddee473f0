import { access, constants, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reason } from '../backends/reason.js';

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** Makes a directory and what is missing above it, one level at a time (`recursive` does not end in /proc). */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(directory) === directory) throw error;
    await makeDirectory(dirname(directory));
    await mkdir(directory);
  }
}

/**
 * Makes sure that files can be written into a directory, which is made if it is missing.
 *
 * @throws Error that names the directory and says what is in the way
 */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await makeDirectory(directory);
    if (!(await stat(directory)).isDirectory()) throw new Error('it is not a directory');
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`cannot write into directory ${directory}: ${reason(error)}`, { cause: error });
  }
}

async function replaceable(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) throw new Error(`cannot write ${path}: there is something else of that name`);
}

/**
 * Writes files into a directory. All are complete before the first replaces what is there: whatever goes wrong before,
 * earlier files stay as they were.
 *
 * @param files - content by file name
 * @returns the paths, in the order of `files`
 * @throws Error that names the file that could not be written
 */
export async function writeFiles(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  await prepareDirectory(directory);
  const staging = await mkdtemp(join(directory, '.writing-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(directory, name);
      await replaceable(path);
      await writeFile(join(staging, name), content).catch((cause) => {
        throw new Error(`cannot write ${path}: ${reason(cause)}`, { cause });
      });
    }
    for (const name of Object.keys(files)) await rename(join(staging, name), join(directory, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return Object.keys(files).map((name) => join(directory, name));
}
