import { fork } from 'node:child_process';

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

/** A module beside this one, with the extension that this one has: `.ts` from the sources, `.js` when built. */
export const sibling = (name: string, url: string): URL => new URL(`${name}${/\.[jt]s$/.exec(url)![0]}`, url);
