import { Command, InvalidArgumentError, Option } from 'commander';
import type { SolverName } from 'tensor-lasso';

/** What the example is run with. */
export interface ExampleOptions {
  out: string;
  seed: number;
  samples: number;
  features: number;
  tasks: number;
  relevant: number;
  lassoAlpha: number;
  multiTaskAlpha: number;
  backend: string;
  solver: SolverName;
}

const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `>= ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`Expected a whole number ${range}.`);
    }
    return value;
  };

const directory = (text: string): string => {
  if (text === '') throw new InvalidArgumentError('Expected the name of a directory.');
  return text;
};

const positive = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Expected a positive number.');
  return value;
};

/**
 * Reads the command line. On `--help`, and on anything it does not understand, commander prints what there is to say
 * and ends the process (with 0 and 1).
 */
export function readOptions(argv: readonly string[]): ExampleOptions {
  const command = new Command('npm start --')
    .description('Joint feature selection with multi-task Lasso: makes data, fits both models, draws what they found.')
    .option('--out <directory>', 'where the files go', directory, 'figures')
    .option('--seed <number>', 'seed of the data', wholeNumber(0, 2 ** 32 - 1), 42)
    .option('--samples <number>', 'rows of X and Y', wholeNumber(1), 100)
    .option('--features <number>', 'columns of X', wholeNumber(1), 30)
    .option('--tasks <number>', 'columns of Y', wholeNumber(1), 40)
    .option('--relevant <number>', 'features that matter', wholeNumber(0), 5)
    .option('--lasso-alpha <number>', 'alpha of the Lasso, one fit a task', positive, 0.5)
    .option('--multi-task-alpha <number>', 'alpha of the multi-task Lasso', positive, 1)
    .option('--backend <name>', 'tfjs backend: auto, wasm or cpu', 'auto')
    .addOption(
      new Option('--solver <name>', 'on tensors, or auto: coordinate descent in float64')
        .choices(['auto', 'gram', 'workingSets', 'ista', 'fista', 'restartedFista', 'douglasRachford'])
        .default('restartedFista'),
    )
    .allowExcessArguments(false)
    .parse([...argv], { from: 'user' });
  const options = command.opts<ExampleOptions>();
  if (options.relevant > options.features) {
    command.error(
      `error: option '--relevant <number>' must be at most --features ${options.features}, got ${options.relevant}`,
    );
  }
  return options;
}
