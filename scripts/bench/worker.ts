import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that answers questions, one line of JSON each. */
export interface Worker {
  /**
   * @throws Error if the answer is one, or there is none in time: then the process has been ended
   */
  ask<T>(question: object): Promise<T>;
  end(): void;
}

/** Variables by which libraries are told how many threads they may use. */
const THREADS = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'NUMBA_NUM_THREADS',
  'TF_NUM_INTRAOP_THREADS',
  'TF_NUM_INTEROP_THREADS',
];

/** Milliseconds in which an answer must come. */
const PATIENCE = 120_000;

export function startWorker(command: string, args: readonly string[], threads: number): Worker {
  const env = {
    ...process.env,
    ...Object.fromEntries(THREADS.map((name) => [name, String(threads)])),
  };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let alive = true;
  const end = () => {
    alive = false;
    child.kill();
  };
  return {
    async ask(question) {
      if (!alive) throw new Error('it was ended before');
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const timer = setTimeout(end, PATIENCE);
      const { value, done } = await lines.next();
      clearTimeout(timer);
      if (done) throw new Error(`${command} gave no answer`);
      const answer = JSON.parse(value);
      if (answer.error) throw new Error(answer.error);
      return answer;
    },
    end,
  };
}
