import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PinnedFile } from './pins.js';
import { runCommand } from './run-command.js';

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** pip's options for a wheel by its file name, `name-version-python-abi-platforms.whl`, whatever Python pip runs on. */
function target({ file }: PinnedFile): string[] {
  const platforms = file
    .replace(/\.whl$/, '')
    .split('-')[4]!
    .split('.');
  const interpreter = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  return [...interpreter, ...platforms.flatMap((platform) => ['--platform', platform])];
}

const pipArguments = (wheel: PinnedFile): string[] => [
  ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', ...target(wheel)],
  wheel.requirement,
];

const npmArguments = ({ requirement }: PinnedFile): string[] => ['pack', requirement];

/** What to type to get the file into the current folder. */
const downloadCommand = (pinned: PinnedFile): string =>
  pinned.file.endsWith('.whl')
    ? ['python3', ...pipArguments(pinned)].join(' ')
    : ['npm', ...npmArguments(pinned)].join(' ');

/**
 * The path of the file in the directory.
 *
 * @throws Error if it is missing, or is not the pinned file
 */
export async function verified(directory: string, pinned: PinnedFile): Promise<string> {
  const { file, sha256: expected } = pinned;
  const path = join(directory, file);
  await access(path).catch(() => {
    throw new Error(`${path} is missing; a machine with a network gets it by: ${downloadCommand(pinned)}`);
  });
  const actual = await sha256(path);
  if (actual !== expected) {
    throw new Error(`${path} is damaged, or not the right file: its SHA-256 is ${actual}, expected ${expected}`);
  }
  return path;
}

/** Gets a wheel by pip. */
export async function downloadWheel(
  python: string,
  wheel: PinnedFile,
  to: string,
  signal: AbortSignal,
): Promise<string> {
  await runCommand(python, [...pipArguments(wheel), '--quiet', '--disable-pip-version-check'], { cwd: to, signal });
  return verified(to, wheel);
}

/** Gets a package by npm. */
export async function downloadPackage(npmPackage: PinnedFile, to: string, signal: AbortSignal): Promise<string> {
  await runCommand('npm', [...npmArguments(npmPackage), '--silent'], { cwd: to, signal });
  return verified(to, npmPackage);
}
