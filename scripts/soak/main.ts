import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { lasso, multiTaskLasso } from 'tensor-lasso';
import { type RandomProblem, randomProblem } from './random-problem.js';
import { largestAlpha, prepared, wrongWith } from './verdict.js';

/** Milliseconds after which a fit is told to end, and those it may then take to do so. */
const PATIENCE = 20_000;
const GRACE = 5000;

/** Megabytes by which the process may grow after its first minute. */
const GROWTH = 200;

const options = new Command('npm run soak --')
  .description('fits random problems, some of them cut off, and looks for anything wrong')
  .option('--minutes <number>', 'how long', Number, 20)
  .option('--seed <number>', 'of the first problem', Number, 0)
  .option('--count <number>', 'problems at most', Number, Infinity)
  .parse()
  .opts<{ minutes: number; seed: number; count: number }>();

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const megabytes = (): number => {
  collect();
  return process.memoryUsage().rss / 2 ** 20;
};

/** Fits a problem; every tenth is cut off at a random moment. */
async function attempt(problem: RandomProblem, seed: number): Promise<{ wrong: string[]; converged: boolean }> {
  const data = prepared(problem);
  const most = largestAlpha(data, problem.joint);
  if (!(most > 0)) return { wrong: [], converged: true };
  const { X, Y, joint, fitIntercept, tol, ratio } = problem;
  const cut = seed % 10 === 0;
  const limit = cut ? seed % 70 : PATIENCE;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('cut off')), limit);
  const start = performance.now();
  try {
    const estimator = (joint ? multiTaskLasso : lasso)({ alpha: ratio * most, tol, fitIntercept });
    const fit = await estimator.fit(X, Y, { signal: controller.signal });
    return { wrong: wrongWith(fit, data, problem), converged: fit.converged };
  } catch (error) {
    const late = performance.now() - start > limit + GRACE;
    if (controller.signal.aborted && error === controller.signal.reason && !late) return { wrong: [], converged: cut };
    return { wrong: [late ? 'ended late' : String(error)], converged: false };
  } finally {
    clearTimeout(timer);
  }
}

const end = performance.now() + 60_000 * options.minutes;
const settled = performance.now() + Math.min(60_000, 30_000 * options.minutes);
let baseline: number | undefined;
let [seed, bad, open] = [options.seed, 0, 0];
for (; performance.now() < end && seed < options.seed + options.count; seed++) {
  const problem = randomProblem(seed);
  const tensors = tf.engine().state.numTensors;
  const { wrong, converged } = await attempt(problem, seed);
  if (tf.engine().state.numTensors !== tensors) wrong.push('tensors left behind');
  for (const what of wrong) console.log(`${what}\n  ${problem.title}`);
  if (wrong.length > 0) bad++;
  if (!converged) open++;
  if (baseline === undefined && performance.now() > settled) baseline = megabytes();
}
const growth = baseline === undefined ? 0 : megabytes() - baseline;
if (growth > GROWTH) {
  console.log(`the process has grown by ${growth.toFixed(0)} MB`);
  bad++;
}
console.log(
  `${seed - options.seed} problems: ${bad} with something wrong, ${open} that say they did not converge; ` +
    `grown by ${growth.toFixed(0)} MB since the first minute`,
);
process.exitCode = bad > 0 ? 1 : 0;
