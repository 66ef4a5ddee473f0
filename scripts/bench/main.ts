import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command, Option } from 'commander';
import { median } from '../bench-backends/median.js';
import { type Cell, SETS } from './cells.js';
import { type EnvironmentName, python } from './environments.js';
import { type Result, summary, table } from './summary.js';
import { startWorker, type Worker } from './worker.js';

const FILE = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The sets that peers are asked for too. */
const COMPARED = Object.keys(SETS).filter((name) => name !== 'growth');

const PEERS = ['scikit-learn', 'skglm', 'celer', 'adelie'] as const;
type Peer = (typeof PEERS)[number];

/** Seconds of fits, at least one, before any counts; and in each turn. */
const WARM_UP = 0.5;
const TURN = 0.02;

/** Tolerances of their own that peers are tried with, the loosest first: the first that gives the gap is taken. */
const TOLERANCES = Array.from({ length: 28 }, (_, k) => 10 ** (-1 - k / 2));

/** Seconds of a fit above which a contender is not tried with a smaller tolerance. */
const TOO_LONG = 15;

/** Nor is one that takes so many times as long as the fastest before it has the gap: it is not the best peer. */
const FAR_BEHIND = 10;

const options = new Command('npm run bench --')
  .description('times fits to the same certified gap beside scikit-learn, skglm, celer and adelie')
  .addOption(new Option('--sets <names...>', 'what to solve').choices(Object.keys(SETS)).default(COMPARED))
  .option('--tols <numbers...>', 'gaps relative to |Y|²/n', (text: string, before: number[]) => [
    ...(before ?? []),
    Number(text),
  ])
  .option('--backends <names...>', 'of ours', ['wasm'])
  .addOption(new Option('--peers <names...>', 'beside whom').choices([...PEERS, 'none']).default([...PEERS]))
  .option('--threads <number>', 'that each may use', Number, 1)
  .option('--rounds <number>', 'fits of each, in turns; the median counts', Number, 7)
  .option('--only <text>', 'cells whose name contains it')
  .option('--out <file>', 'results as JSON', 'bench.json')
  .parse()
  .opts<{
    sets: string[];
    tols?: number[];
    backends: string[];
    peers: (Peer | 'none')[];
    threads: number;
    rounds: number;
    only?: string;
    out: string;
  }>();

/** Whom to ask for a fit: a library of Python or a backend of ours. */
interface Contender {
  readonly name: string;
  readonly worker: Worker;
  readonly ours: boolean;
}

interface Answer {
  seconds: number[];
  gap?: number;
  certificate?: number;
}

function contendersFor(cell: Cell, workers: Workers): Contender[] {
  const oneByOne = !cell.joint && cell.data.tasks !== 1 && cell.data.make !== 'shipped';
  const loop = oneByOne ? ['scikit-learn loop'] : [];
  const many = Number(cell.data.tasks) >= 1000; // a loop over so many is for scikit-learn alone
  const names = PEERS.filter((name) => options.peers.includes(name));
  const worker = { 'scikit-learn': workers.peers, skglm: workers.peers, celer: workers.celer, adelie: workers.adelie };
  return [
    ...options.backends.map((name) => ({ name, worker: workers.ours, ours: true })),
    ...(names.includes('scikit-learn') ? loop : []).map((name) => ({ name, worker: workers.peers, ours: false })),
    ...(many ? [] : names).map((name) => ({ name, worker: worker[name], ours: false })),
  ];
}

/**
 * The tolerance at which a peer reaches the gap, or why there is none. What it compiles at its first fit does not count.
 *
 * @param limit - seconds of a fit above which it is given up
 */
async function tuned({ name, worker }: Contender, { alpha, tol: gap }: Task, limit: number): Promise<number> {
  await worker.ask<Answer>({ do: 'fit', name, alpha, tol: TOLERANCES[0], least: 0 });
  for (const tol of TOLERANCES) {
    const answer = await worker.ask<Answer>({ do: 'fit', name, alpha, tol, least: 0 });
    if (answer.gap! <= gap) return tol;
    const seconds = Math.min(...answer.seconds);
    if (seconds > limit)
      throw new Error(`gap ${answer.gap!.toExponential(0)} after ${seconds.toPrecision(2)} s, given up`);
  }
  throw new Error('no tolerance reaches this gap');
}

/** A problem to solve: where its data are is known to all. */
interface Task {
  readonly alpha: number;
  readonly tol: number;
  /** Where our coefficients go, for the judge. */
  readonly file: string;
}

type Entered = Contender & { readonly own: number };

/** Finds the tolerance of each contender, and warms it up. */
async function enter(contenders: readonly Contender[], task: Task, notes: Record<string, string>): Promise<Entered[]> {
  const { alpha, tol, file } = task;
  const entered: Entered[] = [];
  let fastest = Infinity;
  for (const each of contenders) {
    try {
      const first = each.name.startsWith('scikit-learn');
      const limit = first ? TOO_LONG : Math.min(TOO_LONG, FAR_BEHIND * fastest);
      const own = each.ours ? tol : await tuned(each, task, limit);
      const question = { do: 'fit', name: each.name, alpha, tol: own, least: WARM_UP, ...(each.ours && { file }) };
      const { seconds } = await each.worker.ask<Answer>(question);
      if (!each.ours) fastest = Math.min(fastest, ...seconds);
      entered.push({ ...each, own });
    } catch (error) {
      notes[each.name] = (error as Error).message;
    }
  }
  return entered;
}

/** Fits in turns; the gap of each is judged once. */
async function measure(entered: readonly Entered[], { alpha, file }: Task, judge: Worker) {
  const seconds: Record<string, number[]> = Object.fromEntries(entered.map(({ name }) => [name, []]));
  const gaps: Record<string, number> = {};
  let certificate = 0;
  for (let round = 0; round < options.rounds; round++) {
    for (const { name, worker, own, ours } of entered) {
      const question = { do: 'fit', name, alpha, tol: own, least: TURN, ...(ours && { file }) };
      const answer = await worker.ask<Answer>(question);
      seconds[name]!.push(...answer.seconds);
      certificate = answer.certificate ?? certificate;
      gaps[name] ??= answer.gap ?? (await judge.ask<{ gap: number }>({ do: 'judge', file, alpha })).gap;
    }
  }
  const medians = Object.fromEntries(Object.entries(seconds).map(([name, values]) => [name, median(values)]));
  return { seconds: medians, gaps, certificate };
}

type Workers = Readonly<Record<EnvironmentName | 'ours', Worker>>;

async function solveCell(set: string, cell: Cell, directory: string, workers: Workers): Promise<Result[]> {
  await promisify(execFile)(await python('peers'), [FILE('designs.py'), directory, JSON.stringify(cell.data)]);
  const load = { do: 'load', directory, joint: cell.joint };
  const { alphaMax } = await workers.peers.ask<{ alphaMax: number }>(load);
  for (const peer of ['celer', 'adelie'] as const) if (options.peers.includes(peer)) await workers[peer].ask(load);
  await workers.ours.ask(load);
  const results: Result[] = [];
  for (const ratio of cell.ratios) {
    for (const tol of options.tols ?? [1e-4, 1e-6]) {
      const task = { alpha: ratio * alphaMax, tol, file: join(directory, 'coef.npy') };
      const notes: Record<string, string> = {};
      const entered = await enter(contendersFor(cell, workers), task, notes);
      const result = { set, cell: cell.name, ratio, tol, notes, ...(await measure(entered, task, workers.peers)) };
      console.log(table([result], options.backends));
      results.push(result);
    }
  }
  return results;
}

const directory = await mkdtemp(join(tmpdir(), 'tensor-lasso-bench-'));
const loader = ['--import', 'ts-blank-space/register', '--no-warnings'];
const workers = {
  peers: startWorker(await python('peers'), [FILE('peers.py')], options.threads),
  celer: startWorker(await python('celer'), [FILE('peers.py')], options.threads),
  adelie: startWorker(await python('adelie'), [FILE('peers.py')], options.threads),
  ours: startWorker(process.execPath, [...loader, FILE('ours.ts')], options.threads),
};
const results: Result[] = [];
try {
  for (const set of options.sets) {
    for (const cell of SETS[set]!) {
      if (options.only && !cell.name.includes(options.only)) continue;
      results.push(...(await solveCell(set, cell, directory, workers)));
      const machine = {
        processor: cpus()[0]!.model,
        cores: cpus().length,
        memory: totalmem(),
        node: process.version,
        threads: options.threads,
      };
      await writeFile(options.out, `${JSON.stringify({ machine, results }, null, 1)}\n`);
    }
  }
  console.log(summary(results, options.backends));
} finally {
  for (const worker of Object.values(workers)) worker.end();
  await rm(directory, { recursive: true, force: true });
}
