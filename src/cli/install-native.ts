import { install, uninstall } from '../install/install.js';
import type { Variant } from '../native/installation.js';

export interface InstallCommandOptions {
  cuda?: boolean;
  from?: string;
  uninstall?: boolean;
}

/** Ends the work, and so the programs it has started, when the user or the system says so. */
function endedBySignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => controller.abort(new Error(`ended by ${signal}; nothing was changed`)));
  }
  return controller.signal;
}

/** Prints each step as it begins, and how long it took when the next one does. */
function stepPrinter(): { step: (title: string) => void; done: () => void } {
  let since: number | undefined;
  const done = () => {
    if (since !== undefined) console.log(` ${((performance.now() - since) / 1000).toFixed(1)} s`);
    since = undefined;
  };
  return {
    done,
    step(title) {
      done();
      since = performance.now();
      process.stdout.write(`${title} …`);
    },
  };
}

/** `tensor-lasso install-native`. */
export async function installNative({
  cuda = false,
  from,
  uninstall: remove = false,
}: InstallCommandOptions): Promise<void> {
  if (remove) {
    const removed = await uninstall();
    console.log(
      removed.length > 0 ? `Removed:\n${removed.map((path) => `  ${path}`).join('\n')}` : 'Nothing was installed.',
    );
    return;
  }
  const variant: Variant = cuda ? 'cuda' : 'cpu';
  const { step, done } = stepPrinter();
  try {
    const { built, directory, test } = await install({ variant, from, signal: endedBySignals(), onStep: step });
    done();
    const place = directory ?? 'the package that this program has installed';
    console.log(`\n${built ? 'Installed' : 'Works already'}: ${place}`);
    console.log(
      `TensorFlow ${test.version} on ${test.device}: ${test.kernels} kernels right, ${test.gflops.toFixed(0)} GFLOP/s`,
    );
    if (cuda && test.kind !== 'gpu') console.log('No GPU is in use: see tensor-lasso doctor.');
  } catch (error) {
    done();
    throw error;
  }
}
