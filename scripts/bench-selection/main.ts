import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { alphaGrid, halfSamples, lasso, type Matrix, multiTaskLasso, randomState } from 'tensor-lasso';
import { npyOf } from 'tensor-lasso/node';
import { python } from '../bench/environments.js';
import { startWorker, type Worker } from '../bench/worker.js';
import { median } from '../bench-backends/median.js';
import { makeData } from './data.js';
import { type Answer, type Found, ours } from './ours.js';
import { ROWS, type Row } from './rows.js';
import { agreementOf, type Comparison, lines } from './summary.js';

const options = new Command('npm run bench:selection --')
  .description('times paths, cross-validation and stability selection beside scikit-learn, at the same gap')
  .option('--rounds <number>', 'of each, in turns; the median counts', Number, 5)
  .option('--threads <number>', 'that each may use; ours is timed on one thread as well', Number, 1)
  .option('--only <text>', 'selections whose name contains it')
  .option('--out <file>', 'results as JSON', 'bench-selection.json')
  .parse()
  .opts<{ rounds: number; threads: number; only?: string; out: string }>();

/** Seconds of our selections, at least one, before any counts, for Node to compile them; and in each turn. */
const WARM_UP = 3;
const TURN = 0.5;

type Data = { X: Matrix; Y: Matrix };

/** The alphas of a path, one for each problem at each step. */
async function alphasFor({ joint, count, eps, ...row }: Row, { X, Y }: Data): Promise<number[][]> {
  const estimator = (joint ? multiTaskLasso : lasso)({ alpha: 1, fitIntercept: row.do !== 'path' });
  const grids = Array.from(await estimator.alphaMax(X, Y), (most) => alphaGrid(most, { count, eps }));
  return Array.from({ length: count }, (_, k) => grids.map((grid) => grid[k]!));
}

/** What scikit-learn is asked. */
function questionFor(row: Row, { X }: Data, alphas: number[][], tol: number): object {
  const { joint, count, eps } = row;
  const { threads } = options;
  if (row.do === 'crossValidate') return { do: row.do, joint, folds: row.folds, count, eps, tol, threads };
  if (row.do === 'path') return { do: row.do, joint, alphas: alphas.flat(), tol };
  const halves = halfSamples(X.rows, row.resamples!, randomState(0), false).map((half) => Array.from(half));
  const byProblem = alphas[0]!.map((_, b) => alphas.map((step) => step[b]!));
  return { do: row.do, joint, halves, alphas: byProblem, tol };
}

/** The worst gaps along a path, ours and theirs, as judged in numpy. */
async function gaps(
  worker: Worker,
  directory: string,
  { coefs = [] }: Found,
  how: { alphas: number[][]; joint: boolean; theirs: number },
): Promise<string> {
  const file = join(directory, 'coefs.npy');
  const all = new Float64Array(coefs.length * coefs[0]!.values.length);
  coefs.forEach(({ values }, k) => {
    all.set(values, k * values.length);
  });
  await writeFile(file, npyOf(all, [all.length, 1]));
  const question = { do: 'judge', file, alphas: how.alphas.flat(), joint: how.joint };
  const { gap } = await worker.ask<{ gap: number }>(question);
  return `gaps ${gap.toExponential(1)} and ${how.theirs.toExponential(1)}`;
}

async function compare(row: Row, tol: string, data: Data, directory: string, worker: Worker): Promise<Comparison> {
  const alphas = await alphasFor(row, data);
  const question = questionFor(row, data, alphas, Number(tol));
  const run = (threads: number) => ours(row, data, { tol: Number(tol), threads, alphas });
  const ask = () => worker.ask<Answer & { gap: number }>(question);
  let theirs = await ask();
  let mine = await run(options.threads);
  for (let sum = mine.seconds; sum < WARM_UP; sum += mine.seconds) mine = await run(options.threads);
  const seconds: Record<'mine' | 'alone' | 'theirs', number[]> = { mine: [], alone: [], theirs: [] };
  for (let round = 0; round < options.rounds; round++) {
    for (let sum = 0; sum < TURN; sum += mine.seconds) {
      if (options.threads > 1) seconds.alone.push((await run(1)).seconds);
      mine = await run(options.threads);
      seconds.mine.push(mine.seconds);
    }
    theirs = await ask();
    seconds.theirs.push(theirs.seconds);
  }
  const agreement =
    row.do === 'path'
      ? await gaps(worker, directory, mine.found, { alphas, joint: row.joint, theirs: theirs.gap })
      : agreementOf(mine.found, theirs.found);
  const [own, other] = [median(seconds.mine), median(seconds.theirs)];
  const alone = seconds.alone.length > 0 ? { alone: median(seconds.alone) } : {};
  return { name: row.name, tol, ours: own, ...alone, theirs: other, goal: row.goals[tol]!, agreement };
}

const directory = await mkdtemp(join(tmpdir(), 'tensor-lasso-bench-'));
const script = fileURLToPath(new URL('peers.py', import.meta.url));
const worker = startWorker(await python('peers'), [script], options.threads);
const comparisons: Comparison[] = [];
try {
  for (const row of ROWS) {
    if (options.only && !row.name.includes(options.only)) continue;
    const data = makeData(row.data);
    const files = { X: data.X, Y: data.Y };
    for (const [name, { rows, cols, values }] of Object.entries(files)) {
      await writeFile(join(directory, `${name}.npy`), npyOf(values, [rows, cols]));
    }
    await worker.ask({ do: 'load', directory });
    for (const tol of Object.keys(row.goals)) {
      const comparison = await compare(row, tol, data, directory, worker);
      console.log(lines([comparison]));
      comparisons.push(comparison);
      const machine = { processor: cpus()[0]!.model, node: process.version, threads: options.threads };
      await writeFile(options.out, `${JSON.stringify({ machine, comparisons }, null, 1)}\n`);
    }
  }
} finally {
  worker.end();
  await rm(directory, { recursive: true, force: true });
}
