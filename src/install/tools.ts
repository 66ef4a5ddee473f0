import { mkdir, statfs } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.js';

/** What an installation needs from the machine. */
export interface Tools {
  /** A Python that has pip; undefined where no download is needed. */
  readonly python: string | undefined;
  /** A C++17 compiler. */
  readonly compiler: string;
}

/** Headers of Node's stable native interface. */
export const nodeHeaders = (): string => {
  const library = import.meta.resolve('node-api-headers');
  return fileURLToPath(new URL('include', library));
};

/** The first of the commands for which `works` does not fail, or a line for each of them that says why it does. */
async function firstThat(commands: readonly string[], works: (command: string) => Promise<unknown>) {
  const reasons: string[] = [];
  for (const command of commands) {
    try {
      await works(command);
      return { command, reasons };
    } catch (error) {
      reasons.push((error as Error).message.split('\n').at(-1) ?? command);
    }
  }
  return { command: undefined, reasons };
}

const chosen = (variable: string, usual: readonly string[]): readonly string[] => {
  const value = process.env[variable];
  return value ? [value] : usual;
};

async function findPython(missing: string[]): Promise<string | undefined> {
  const python = await firstThat(chosen('PYTHON', ['python3', 'python']), (command) =>
    runCommand(command, ['--version']),
  );
  if (python.command === undefined) {
    missing.push(
      `Python 3 (${python.reasons.join('; ')}): it runs pip, which gets TensorFlow; set PYTHON if it has another name`,
    );
    return undefined;
  }
  const pip = await firstThat([python.command], (command) => runCommand(command, ['-m', 'pip', '--version']));
  if (pip.command === undefined) {
    missing.push(
      `pip (${pip.reasons.join('; ')}): e.g. apt install python3-pip, or ${python.command} -m ensurepip --user`,
    );
  }
  return pip.command;
}

async function findCompiler(missing: string[]): Promise<string | undefined> {
  const compiler = await firstThat(chosen('CXX', ['g++', 'c++', 'clang++']), (command) =>
    runCommand(command, ['--version']),
  );
  if (compiler.command === undefined) {
    missing.push(
      `a C++ compiler (${compiler.reasons.join('; ')}): e.g. apt install g++; set CXX if it has another name`,
    );
    return undefined;
  }
  const check = ['-std=c++17', '-fsyntax-only', '-x', 'c++', '-include', 'string', '-include', 'memory', '/dev/null'];
  const headers = await firstThat([compiler.command], (command) => runCommand(command, check));
  if (headers.command === undefined) {
    missing.push(`C++17 and its standard headers (${headers.reasons.join('; ')}): e.g. apt install g++`);
  }
  return headers.command;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

async function checkDisk(directory: string, needed: number, missing: string[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize < needed) {
    missing.push(
      `disk: ${gigabytes(needed)} free in ${directory}, there are ${gigabytes(bavail * bsize)}; set XDG_CACHE_HOME to install elsewhere`,
    );
  }
}

/**
 * Finds what the installation needs.
 *
 * @param downloads - whether anything is to be got by pip
 * @param disk - bytes needed in `directory`
 * @throws Error with a line for each thing that is missing: what it is for, and how to get it
 */
export async function findTools(directory: string, disk: number, downloads: boolean): Promise<Tools> {
  const missing: string[] = [];
  const python = downloads ? await findPython(missing) : undefined;
  const compiler = await findCompiler(missing);
  await checkDisk(directory, disk, missing);
  if (missing.length > 0 || compiler === undefined) {
    throw new Error(`the native backend needs, and does not find:\n${missing.map((line) => `  - ${line}`).join('\n')}`);
  }
  return { python, compiler };
}
