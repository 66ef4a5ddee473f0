import { access, constants, mkdir, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { check } from '../arguments/check.js';
import { isRecord, type Rule, text } from '../arguments/rules.js';
import { reason } from '../backends/reason.js';
import { workFolder } from '../processes/work-folder.js';

/** Contents by names. */
const FILES: Rule = {
  accepts: (value) => isRecord(value) && Object.values(value).every(isContent),
  expected: 'an object with a text or bytes for each name',
  error: TypeError,
};

function isContent(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

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
  check('prepareDirectory', 'directory', directory, text);
  try {
    await makeDirectory(directory);
    if (!(await stat(directory)).isDirectory()) throw new Error('it is not a directory');
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`cannot write into directory ${directory}: ${reason(error)}`, { cause: error });
  }
}

/**
 * Where a file is: of a link what it points to, whether that is there or not.
 *
 * @throws Error if something else than a file is there
 */
async function placeOf(path: string): Promise<string> {
  const there = await stat(path).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  if (there && !there.isFile()) throw new Error('there is something else of that name');
  const target = await readlink(path).catch(() => undefined);
  if (target === undefined) return path;
  // Not joined: what `..` means is decided by the links before it.
  return placeOf(isAbsolute(target) ? target : `${dirname(path)}/${target}`);
}

/** A file that is complete, and where it is to go. */
interface Staged {
  readonly from: string;
  readonly to: string;
}

/**
 * Writes files into a directory; links are written through. All are complete before the first replaces what is there: whatever
 * goes wrong before, earlier files stay as they were.
 *
 * @param files - content by file name
 * @returns the paths, in the order of `files`
 * @throws Error that names the file that could not be written
 */
export async function writeFiles(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  check('writeFiles', 'directory', directory, text);
  check('writeFiles', 'files', files, FILES);
  await prepareDirectory(directory);
  const folders = new Map<string, string>();
  const staged: Staged[] = [];
  const stage = async (path: string, content: string | Uint8Array): Promise<void> => {
    const to = await placeOf(path);
    const folder = folders.get(dirname(to)) ?? (await workFolder(dirname(to), '.writing'));
    folders.set(dirname(to), folder);
    const from = join(folder, String(staged.length));
    await writeFile(from, content);
    staged.push({ from, to });
  };
  const paths = Object.keys(files).map((name) => join(directory, name));
  try {
    for (const [k, content] of Object.values(files).entries()) {
      await stage(paths[k]!, content).catch((cause) => {
        throw new Error(`cannot write ${paths[k]}: ${reason(cause)}`, { cause });
      });
    }
    for (const { from, to } of staged) await rename(from, to);
  } finally {
    for (const folder of folders.values()) await rm(folder, { recursive: true, force: true });
  }
  return paths;
}
