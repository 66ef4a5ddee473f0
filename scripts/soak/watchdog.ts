import { Worker } from 'node:worker_threads';
import type { Draw } from './draw/draw.js';
import { replay } from './report.js';

/** Seconds without another problem after which the program is stuck: nothing but another thread can say so. */
const PATIENCE = 120;

const WATCH = `
const { parentPort } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let [told, since] = ['nothing', Date.now()];
parentPort.on('message', (line) => { told = line; since = Date.now(); });
setInterval(() => {
  if (Date.now() - since < ${1000 * PATIENCE}) return;
  writeSync(1, 'WRONG: stuck for ${PATIENCE} s, event loop and all\\n' + told + '\\n');
  process.kill(process.pid, 'SIGTERM');
}, 5000);
`;

/** Ends the program, and says at which problem it was, if nothing is heard for long. */
export function watchdog(): { watch(draw: Draw): void; end(): Promise<unknown> } {
  const worker = new Worker(WATCH, { eval: true, execArgv: [] });
  worker.unref();
  return {
    watch: (draw) => worker.postMessage(`  ${replay(draw)}\n  ${JSON.stringify(draw)}`),
    end: () => worker.terminate(),
  };
}
