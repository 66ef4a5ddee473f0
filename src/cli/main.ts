#!/usr/bin/env node
import { Command, Option } from 'commander';
import { reason } from '../backends/reason.js';
import { SOLVER_NAMES } from '../estimators/options.js';
import { doctor } from './doctor.js';
import { count, fitFiles, positiveNumber, weight } from './fit.js';
import { installNative } from './install-native.js';
import { MODELS } from './models.js';
import { predictFile } from './predict.js';

const program = new Command('tensor-lasso').description(
  'Sparse linear models from files; which backends work here, and how to get more.',
);

program
  .command('install-native')
  .description('install the native backend (TensorFlow) for this user; needs Python with pip, and a C++ compiler')
  .option('--cuda', 'the variant for NVIDIA GPUs (several GB)')
  .option('--from <directory>', 'take the files from there instead of downloading them')
  .option('--uninstall', 'remove what was installed')
  .action(installNative);

program
  .command('doctor')
  .description('try every backend: does it work, on what, how fast')
  .option('--json', 'for machines')
  .action(doctor);

program
  .command('fit')
  .description(
    'fit a model to two .npy files; writes coef.npy (tasks x features), intercept.npy, fit.json and model.json',
  )
  .requiredOption('--x <file>', 'X, samples x features')
  .requiredOption('--y <file>', 'Y, samples x tasks, or one task')
  .addOption(new Option('--model <name>', 'what to fit').choices(Object.keys(MODELS)).default('multiTaskLasso'))
  .option('--alpha <number>', 'weight of the penalty; 0 is least squares', weight)
  .option('--alpha-ratio <number>', 'the same as a part of the smallest alpha at which all is 0', positiveNumber)
  .option('--tol <number>', 'duality gap relative to |Y|²/n; 0 goes as far as it can', weight, 1e-6)
  .option('--max-iter <number>', 'passes or steps', count, 10_000)
  .option('--backend <name>', 'tfjs backend', 'auto')
  .addOption(new Option('--solver <name>', 'on the host or on tensors').choices(SOLVER_NAMES).default('auto'))
  .option('--l1-ratio <number>', 'of elastic nets and sparse groups, from 0 to 1', weight)
  .option('--groups <file>', 'a number for each feature, the same for those of a group')
  .option('--no-intercept', 'fit through the origin')
  .option('--standardize', 'penalise coefficients per standard deviation')
  .option('--positive', 'no coefficient below 0')
  .option('--penalty-factor <file>', 'how often the penalty of each feature counts; 0 never, Infinity keeps it out')
  .option('--sample-weight <file>', 'how much each sample counts')
  .option('--repeat <number>', 'fit so many times, to measure', count, 1)
  .option('--out <directory>', 'where to write', 'fit')
  .action(fitFiles);

program
  .command('predict')
  .description('predict by a model that fit wrote')
  .requiredOption('--model <file>', 'model.json')
  .requiredOption('--x <file>', 'X, samples x features')
  .option('--out <file>', 'where to write, samples x tasks', 'predictions.npy')
  .action(predictFile);

try {
  await program.parseAsync();
} catch (error) {
  console.error(`error: ${reason(error)}`);
  process.exitCode = 1;
}
