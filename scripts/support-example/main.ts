import * as tf from '@tensorflow/tfjs';
import Table from 'cli-table3';
import {
  coefficientSeries,
  type Estimator,
  lasso,
  multiTaskLasso,
  prepareDirectory,
  randomState,
  rendered,
  reportPage,
  type SineTasks,
  sineTasks,
  supportMap,
  writeFiles,
} from 'tensor-lasso/node';
import { type ExampleOptions, readOptions } from './options.js';
import { progressLine } from './progress-line.js';
import { comparison, type Result, record, result, timeRow } from './results.js';

const TOL = 1e-6;
const TITLE = 'Joint feature selection with multi-task Lasso';

async function timed(name: string, estimator: Estimator, { X, Y, coef }: SineTasks): Promise<Result> {
  const line = progressLine(process.stderr);
  const start = performance.now();
  try {
    const fit = await estimator.fit(X, Y, {
      onProgress: (progress) => line.show(name, progress),
    });
    return result(name, { fit, estimator }, (performance.now() - start) / 1000, coef);
  } finally {
    line.clear();
  }
}

/** The files of the example by name: charts, page, and all numbers. */
async function files(options: ExampleOptions, data: SineTasks, results: readonly [Result, Result]) {
  const [lassoResult, multiTaskResult] = results;
  const support = supportMap(results.map(({ name, fit }) => ({ name, coef: fit.coef })));
  const series = coefficientSeries(
    [
      { name: 'Ground truth', coef: data.coef, color: 'seagreen' },
      { name: 'Lasso', coef: lassoResult.fit.coef, color: 'cornflowerblue' },
      { name: 'MultiTaskLasso', coef: multiTaskResult.fit.coef, color: 'gold' },
    ],
    { domain: [-1.1, 1.1] },
  );
  const { seed, samples, features, tasks, relevant } = options;
  const lead =
    `${tasks} tasks on ${samples} samples of ${features} features, of which the first ${relevant} matter (seed ${seed}). ` +
    'The Lasso fits each task by itself; the multi-task Lasso selects features for all tasks together.';
  const tables = [comparison(results)];
  return {
    'support.vl.json': await rendered(support, '.json'),
    'support.svg': await rendered(support, '.svg'),
    'support.png': await rendered(support, '.png'),
    'time-series.vl.json': await rendered(series, '.json'),
    'time-series.svg': await rendered(series, '.svg'),
    'time-series.png': await rendered(series, '.png'),
    'index.html': await reportPage(results, {
      title: TITLE,
      lead,
      tables,
      charts: [series],
      X: data.X,
      Y: data.Y,
    }),
    'fit.json': `${JSON.stringify(record(options, data, lassoResult, multiTaskResult))}\n`,
  };
}

function printTable(results: readonly Result[]): void {
  const { head, body } = comparison(results);
  const table = new Table({
    head: [...head],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...body.map((row) => [...row]), timeRow(results));
  console.log(table.toString());
}

async function main(): Promise<void> {
  tf.enableProdMode();
  const options = readOptions(process.argv.slice(2));
  await prepareDirectory(options.out);
  const { samples, features, tasks, relevant } = options;
  const data = sineTasks(randomState(options.seed), { samples, features, tasks, relevant });
  const shared = { tol: TOL, backend: options.backend, solver: options.solver };
  const results = [
    await timed('Lasso', lasso({ alpha: options.lassoAlpha, ...shared }), data),
    await timed('MultiTaskLasso', multiTaskLasso({ alpha: options.multiTaskAlpha, ...shared }), data),
  ] as const;
  const paths = await writeFiles(options.out, await files(options, data, results));

  const { solver, backend } = results[0].fit;
  console.log(`\n${TITLE}: seed ${options.seed}, solver ${solver}, backend ${backend}\n`);
  printTable(results);
  console.log(`\nWritten:\n${paths.map((path) => `  ${path}`).join('\n')}\n`);
}

try {
  await main();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
