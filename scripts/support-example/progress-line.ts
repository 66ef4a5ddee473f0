import type { Progress } from 'tensor-lasso/node';

const PATIENCE = 1000;

/**
 * A line on stderr that says how far a fit is, rewritten in place: only on a terminal, and only once it has taken more
 * than a second.
 */
export function progressLine(stream: NodeJS.WriteStream): {
  show(name: string, progress: Progress): void;
  clear(): void;
} {
  const start = performance.now();
  let shown = false;
  return {
    show(name, { iterations, problems, solved, worstGap }) {
      if (!stream.isTTY || performance.now() - start < PATIENCE) return;
      const state = `${solved} of ${problems} solved, iteration ${iterations}, gap ${worstGap.toExponential(1)}`;
      stream.write(`\r\u001b[K${name}: ${state}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
  };
}
