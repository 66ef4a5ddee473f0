import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface AskOptions {
  /** Milliseconds after which the program is ended. */
  timeout: number;
  /** Variables to add to the environment. */
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** What is left of a child's complaints when it has died without an answer. */
const ending = (code: number | null, signal: string | null, stderr: string): string => {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  const last = stderr.trim().split('\n').at(-1);
  return `the process that tried it ${how}${last ? `: ${last}` : ''}`;
};

/**
 * Runs a program of this package in a process of its own, so that whatever happens there (a crash in a native library,
 * say) happens there only, and gives the answer that it sends.
 *
 * @param program - module to run, as a URL; its answer is `{ error }` or anything else
 * @throws Error with `error`, or with how the process ended if it gave no answer
 */
export function askChild<T>(program: URL, args: readonly string[], { timeout, env, signal }: AskOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [...args], {
      silent: true,
      timeout,
      env: { ...process.env, ...env },
      ...(signal && { signal }),
    });
    let stderr = '';
    let answer: { error?: string } | undefined;
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    child.on('message', (message) => {
      answer = message as { error?: string };
    });
    child.on('error', (error) => reject(signal?.aborted ? signal.reason : error));
    child.on('close', (code, endedBy) => {
      if (signal?.aborted) reject(signal.reason);
      else if (!answer) reject(new Error(ending(code, endedBy, stderr)));
      else if (answer.error !== undefined) reject(new Error(answer.error));
      else resolve(answer as T);
    });
  });
}

/**
 * Another module of this package, with the extension that this one has: `.ts` from the sources, `.js` when built.
 *
 * @param name - path of the other one in the package
 * @param own - path of this one
 * @param url - of this one; a bundler gives that of the bundle, or none
 * @throws Error if it is not there: bundlers leave out what nobody imports
 */
export function sibling(name: string, own: string, url: string | undefined): URL {
  const extension = ['.js', '.ts'].find((end) => url?.endsWith(`/${own}${end}`));
  const file = extension && new URL(`${url!.slice(0, -`${own}${extension}`.length)}${name}${extension}`);
  if (!file || !existsSync(file)) {
    throw new Error(
      `there is no module ${name} beside ${own}; a bundler leaves it out, unless the package is external to it`,
    );
  }
  return file;
}
