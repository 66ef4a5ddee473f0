import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sibling } from '../processes/ask-child.js';
import type { Threads } from './thread.js';

/** Worker threads of Node. */
export const nodeThreads: Threads = {
  cores: availableParallelism,
  start() {
    const execArgv = process.execArgv.filter((flag) => !flag.startsWith('--input-type')); // it takes a file, not text
    const worker = new Worker(sibling('../worker/node', import.meta.url), { execArgv });
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
