import { execFile } from 'node:child_process';

export interface CommandOptions {
  cwd?: string;
  /** Ends the command. */
  signal?: AbortSignal;
}

/** A command that could not be started, or has failed. */
export class CommandError extends Error {
  /** Whether there is no such command. */
  readonly missing: boolean;

  constructor(message: string, missing: boolean) {
    super(message);
    this.missing = missing;
  }
}

/** The end of what a command has said, which is where the reason is. */
const lastLines = (text: string): string => text.trim().split('\n').slice(-8).join('\n');

/**
 * What a command prints.
 *
 * @throws CommandError if there is no such command, or it fails, with the last lines of what it said
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, signal }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, signal, maxBuffer: 2 ** 28, encoding: 'utf8' as const };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (signal?.aborted) return reject(signal.reason);
      if (error.code === 'ENOENT') return reject(new CommandError(`${command} is not found`, true));
      reject(
        new CommandError(
          `${command} has failed (${error.code ?? error.signal}): ${lastLines(stderr || stdout)}`,
          false,
        ),
      );
    });
  });
}
