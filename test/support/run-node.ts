import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = new URL('../../', import.meta.url);

/**
 * What a Node process of its own prints for the given module text, run in the project's folder. Its environment is bare:
 * no native library is installed there, no GPU driver set; `env`
 * adds to it.
 *
 * @param flags - of Node
 */
export const runNode = (
  code: string,
  env: NodeJS.ProcessEnv = {},
  flags: readonly string[] = [],
): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [...flags, '--input-type=module', '--eval', code], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: '/nowhere', ...env },
  });
