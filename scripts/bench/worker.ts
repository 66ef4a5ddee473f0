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

/** Threads that each library may use, by the variable it reads. */
const THREADS = ['OMP', 'OPENBLAS', 'MKL', 'NUMBA', 'TF_NUM_INTRAOP', 'TF_NUM_INTEROP', 'VECLIB', 'BLIS'];

/** Milliseconds in which an answer must come. */
const PATIENCE = 120_000;

export function startWorker(command: string, args: readonly string[], threads: number): Worker {
  const env = {
    ...process.env,
    ...Object.fromEntries(THREADS.map((name) => [`${name}_NUM_THREADS`, String(threads)])),
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
