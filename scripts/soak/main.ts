import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { releaseMemory } from 'tensor-lasso';
import { attempt } from './attempt.js';
import { drawOf } from './draw/draw.js';
import { reporter } from './report.js';
import { finding } from './verdict/finding.js';
import { watchdog } from './watchdog.js';

/** Megabytes that the program may hold more than after its first minute. */
const GROWTH = 100;

const options = new Command('npm run soak --')
  .description('fits random problems, some of them cut off, and has what comes judged by formulas of its own')
  .option('--minutes <number>', 'how long', Number, 20)
  .option('--seed <number>', 'of the first problem', Number, 0)
  .option('--count <number>', 'problems at most', Number, Infinity)
  .option('--extreme <part>', 'of the problems that get units far apart, from 0 to 1', Number, 0.2)
  .parse()
  .opts<{ minutes: number; seed: number; count: number; extreme: number }>();

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** Megabytes that the program holds, those of WebAssembly among them, without what it keeps for the next fit. */
const megabytes = async (): Promise<number> => {
  releaseMemory();
  await setTimeout(200);
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};

const end = performance.now() + 60_000 * options.minutes;
const settled = performance.now() + Math.min(60_000, 30_000 * options.minutes);
const report = reporter(console.log);
const dog = watchdog();
let baseline: number | undefined;
let seed = options.seed;
for (; performance.now() < end && seed < options.seed + options.count; seed++) {
  const draw = drawOf(seed, options.extreme);
  const tensors = tf.engine().state.numTensors;
  dog.watch(draw);
  const outcome = await attempt(draw);
  const left = tf.engine().state.numTensors - tensors;
  report.add(
    draw,
    left === 0 ? outcome : { ...outcome, findings: [...outcome.findings, finding('tensors left behind', `${left}`)] },
  );
  if (baseline === undefined && performance.now() > settled) baseline = await megabytes();
}
const growth = baseline === undefined ? 0 : (await megabytes()) - baseline;
if (growth > GROWTH) report.note(finding('memory', `the process has grown by ${growth.toFixed(0)} MB`));
await dog.end();
releaseMemory();
await setTimeout(200);
const threads = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker').length;
if (threads > 0) report.note(finding('threads left behind', `${threads}`));
const bad = report.end();
console.log(`grown by ${growth.toFixed(0)} MB since the first minute`);
process.exitCode = bad > 0 ? 1 : 0;
