import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sibling } from '../processes/ask-child.js';
import type { Threads } from './thread.js';

/** A worker takes the flags of this process unasked, but for text as its program; of those it is told some would be refused. */
function startWorker(file: URL): Worker {
  const { execArgv } = process;
  const rest = execArgv.filter((flag) => !flag.startsWith('--input-type'));
  if (rest.length === execArgv.length) return new Worker(file);
  try {
    return new Worker(file, { execArgv: rest });
  } catch {
    return new Worker(file, { execArgv: [] });
  }
}

/** Worker threads of Node. */
export const nodeThreads: Threads = {
  cores: availableParallelism,
  warn: (text) => process.emitWarning(text),
  start() {
    const worker = startWorker(sibling('worker/node', 'threads/node-threads', import.meta.url));
    worker.unref();
    let hear: (message: unknown) => void = () => {};
    let ended: (error: Error) => void = () => {};
    worker.on('message', (message) => hear(message));
    worker.on('error', (error) => ended(error));
    worker.on('exit', (code) => ended(new Error(`a worker thread ended with code ${code} before its work was done`)));
    return {
      post: (message) => worker.postMessage(message),
      listen(onMessage, onEnd) {
        [hear, ended] = [onMessage, onEnd];
      },
      hold: (yes) => (yes ? worker.ref() : worker.unref()),
      end() {
        [hear, ended] = [() => {}, () => {}];
        void worker.terminate();
      },
    };
  },
};
