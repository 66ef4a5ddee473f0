import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { cleaned, differences, type Notebook } from './notebook.js';

const FOLDER = fileURLToPath(new URL('../../notebooks/', import.meta.url));
const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
const DENO = fileURLToPath(new URL('../../node_modules/.bin/deno', import.meta.url));

const { update, open } = new Command('npm run notebooks --')
  .description('runs all notebooks from a clean state, and says where they print something else than they show')
  .option('--update', 'write what they print and draw into them')
  .option('--open', 'start Jupyter on them instead')
  .parse()
  .opts<{ update?: true; open?: true }>();

/** A folder in which Jupyter finds Deno's kernel. */
async function kernels(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tensor-lasso-jupyter-'));
  await mkdir(join(folder, 'kernels', 'deno'), { recursive: true });
  const argv = [DENO, 'jupyter', '--kernel', '--conn', '{connection_file}'];
  const spec = { argv, display_name: 'Deno', language: 'typescript' };
  await writeFile(join(folder, 'kernels', 'deno', 'kernel.json'), JSON.stringify(spec));
  return folder;
}

const read = async (file: string): Promise<Notebook> => JSON.parse(await readFile(file, 'utf8'));

/** The notebook as it is when all of it has run. */
async function executed(name: string, folder: string, env: NodeJS.ProcessEnv): Promise<Notebook> {
  const preprocessor = '--Exporter.preprocessors=late_outputs.LateOutputs';
  const args = ['nbconvert', '--to', 'notebook', preprocessor, '--output-dir', folder, join(FOLDER, name)];
  try {
    await promisify(execFile)('jupyter', args, { env, cwd: FOLDER, maxBuffer: 2 ** 26 });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw new Error('there is no jupyter: apt-get install jupyter-nbconvert, or pip install nbconvert');
    throw new Error(`${name} does not run: ${stderr.trim().split('\n').slice(-12).join('\n')}`);
  }
  return cleaned(await read(join(folder, name)));
}

async function runAll(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.ipynb'));
  for (const name of names) {
    const start = performance.now();
    const now = await executed(name, folder, env);
    const changed = differences(await read(join(FOLDER, name)), now);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (update) await writeFile(join(FOLDER, name), `${JSON.stringify(now, null, 1)}\n`);
    else if (changed.length > 0) process.exitCode = 1;
    console.log([`${basename(name)}: ${seconds} s`, ...(update ? [] : changed)].join('\n  '));
  }
}

const folder = await kernels();
const env = { ...process.env, JUPYTER_PATH: folder, PYTHONPATH: SCRIPTS, NO_COLOR: '1' };
try {
  if (open) {
    const jupyter = spawn('jupyter', ['lab', FOLDER], { env, stdio: 'inherit' });
    await new Promise<void>((resolve, reject) => {
      const missing = new Error('Jupyter Lab does not start: pip install jupyterlab, and see above');
      jupyter.on('exit', (code) => (code ? reject(missing) : resolve()));
      jupyter.on('error', () => reject(missing));
    });
  } else await runAll(folder, env);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
