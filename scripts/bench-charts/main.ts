import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { convergence, readNpy, render } from 'tensor-lasso/node';
import { SETS } from '../bench/cells.js';
import { python } from '../bench/environments.js';
import type { Result } from '../bench/summary.js';
import { startWorker } from '../bench/worker.js';
import { growthChart, ratioChart } from './charts.js';
import { tracedFits } from './convergence.js';
import { markdown } from './markdown.js';

const options = new Command('npm run bench:charts --')
  .description('draws what npm run bench has found, and how solvers converge on one of its problems')
  .argument('<files...>', 'results of npm run bench')
  .option('--backends <names...>', 'of ours, in those results', ['wasm'])
  .option('--out <directory>', 'where the charts go', '.github/images')
  .option('--backend <name>', 'where solvers are watched as they converge', 'wasm')
  .parse();
const { backends, out, backend } = options.opts<{ backends: string[]; out: string; backend: string }>();

const FILE = (name: string): string => fileURLToPath(new URL(`../bench/${name}`, import.meta.url));

/** The data of problem c, and alpha at this part of the largest. */
async function problemC(ratio: number) {
  const directory = await mkdtemp(join(tmpdir(), 'tensor-lasso-bench-'));
  try {
    const cell = SETS.large!.find(({ name }) => name === 'c')!;
    await promisify(execFile)(await python('peers'), [FILE('designs.py'), directory, JSON.stringify(cell.data)]);
    const judge = startWorker(await python('peers'), [FILE('peers.py')], 1);
    const { alphaMax } = await judge.ask<{ alphaMax: number }>({ do: 'load', directory, joint: true });
    judge.end();
    const [X, Y] = [await readNpy(join(directory, 'X.npy')), await readNpy(join(directory, 'Y.npy'))];
    return { data: { X, Y, joint: true }, alpha: ratio * alphaMax };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

tf.enableProdMode();
const results: Result[] = [];
for (const file of options.args) results.push(...JSON.parse(await readFile(file, 'utf8')).results);
const of = (...sets: string[]) => results.filter(({ set }) => sets.includes(set));
const charts = {
  'bench-large': of('large').length > 0 && ratioChart(of('large'), backends, 'Four large multi-task problems'),
  'bench-report': of('report').length > 0 && ratioChart(of('report'), backends, 'Fifteen random designs'),
  'bench-growth': of('growth').length > 0 && growthChart(of('growth'), backends[0]!),
};
for (const [name, spec] of Object.entries(charts)) if (spec) await render(spec, join(out, `${name}.png`));
const { data, alpha } = await problemC(0.03);
const fits = await tracedFits(data, { alpha, backend });
const title = `1000 × 5000, 20 tasks, α at .03 of the largest, on ${backend}`;
await render(convergence(fits, { title }), join(out, 'convergence.png'));
console.log(markdown(results, backends));
