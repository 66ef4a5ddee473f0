import { execFile } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Python packages by environment: celer does not load beside a scikit-learn of today, adelie not beside skglm's numpy. */
const ENVIRONMENTS = {
  peers: ['numpy==2.2.6', 'scikit-learn==1.9.1', 'skglm==0.5'],
  celer: ['numpy==1.26.4', 'scikit-learn==1.5.2', 'celer==0.7.4'],
  adelie: ['numpy==1.26.4', 'scikit-learn==1.9.1', 'adelie==1.1.52'],
} as const;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

/** The Python of an environment, which is made the first time: in the user's cache. */
export async function python(name: EnvironmentName): Promise<string> {
  const packages = ENVIRONMENTS[name];
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'tensor-lasso', 'bench', packages.join('_').replaceAll('==', '-'));
  const binary = join(folder, 'bin', 'python');
  const there = await access(join(folder, 'complete')).then(
    () => true,
    () => false,
  );
  if (there) return binary;
  console.log(`Getting ${packages.join(', ')} …`);
  await mkdir(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(binary, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  await mkdir(join(folder, 'complete'));
  return binary;
}
