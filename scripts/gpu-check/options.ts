import { Command } from 'commander';

/** What the check is run with. */
export interface CheckOptions {
  /** The backend to check; if none is named, the best GPU. */
  backend?: string;
  /** Backends to measure it against; if none are named, those of the processor that work. */
  against?: readonly string[];
  quick: boolean;
  out: string;
}

const names = (text: string): readonly string[] => text.split(',').filter(Boolean);

/** Reads the command line; on `--help`, and on anything it does not understand, commander ends the process. */
export const readOptions = (argv: readonly string[]): CheckOptions =>
  new Command('gpu-check')
    .description('Tests tensor-lasso on the GPU of this machine, measures it against the processor, writes a report.')
    .option('--backend <name>', 'backend to check: webgpu, tensorflow, … (default: the best GPU found, else webgpu)')
    .option('--against <names>', 'backends to measure it against (default: wasm and tensorflow, if they work)', names)
    .option('--quick', 'small data sets and the quick tests only: for a GPU that a processor imitates', false)
    .option('--out <directory>', 'where report.md, report.json and contracts.json go', 'gpu-report')
    .allowExcessArguments(false)
    .parse([...argv], { from: 'user' })
    .opts<CheckOptions>();
