import type { Threads } from './thread.js';

/** Workers of a page, where it is isolated from others (`crossOriginIsolated`): only there may they share memory. */
export const pageThreads: Threads = {
  cores: () => (globalThis.crossOriginIsolated && typeof Worker === 'function' ? navigator.hardwareConcurrency : 1),
  // biome-ignore lint/suspicious/noConsole: where a page tells those who make it
  warn: (text) => console.warn(text),
  start() {
    const worker = new Worker(new URL('../worker/page.js', import.meta.url), { type: 'module' });
    return {
      post: (message) => worker.postMessage(message),
      listen(onMessage, onEnd) {
        worker.onmessage = ({ data }) => onMessage(data);
        worker.onerror = (event) => {
          event.preventDefault();
          const why = event.message || 'its program could not be loaded';
          onEnd(new Error(`a worker ended before its work was done: ${why}`));
        };
      },
      hold() {},
      end: () => worker.terminate(),
    };
  },
};
