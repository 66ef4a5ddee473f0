#!/usr/bin/env node
import { Command } from 'commander';
import { reason } from '../backends/reason.js';
import { doctor } from './doctor.js';
import { installNative } from './install-native.js';

const program = new Command('tensor-lasso').description(
  'Backends of tensor-lasso: what works here, and how to get more.',
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

try {
  await program.parseAsync();
} catch (error) {
  console.error(`error: ${reason(error)}`);
  process.exitCode = 1;
}
