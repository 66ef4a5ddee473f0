import { access, constants, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Makes sure that files can be written into a directory, which is made if it is missing.
 *
 * @throws Error that names the directory and says what is in the way
 */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    if (!(await stat(directory)).isDirectory()) throw new Error('it is not a directory');
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`cannot write into directory ${directory}: ${reason(error)}`, { cause: error });
  }
}

/**
 * Writes files into a directory, each whole or not at all: what is there already is replaced only by a complete file.
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
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    try {
      await writeFileAtomic(path, typeof content === 'string' ? content : Buffer.from(content));
    } catch (error) {
      throw new Error(`cannot write ${path}: ${reason(error)}`, {
        cause: error,
      });
    }
    paths.push(path);
  }
  return paths;
}
