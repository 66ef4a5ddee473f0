import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WASM = join(ROOT, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

/** Builds the page in `root` into a folder, with the files of the wasm backend beside it. */
export async function buildPage(root: string, folder: string, config: InlineConfig = {}): Promise<void> {
  const own = { ...config.build, outDir: folder, emptyOutDir: true };
  await build({ base: './', ...config, root, configFile: false, logLevel: 'error', build: own });
  await cp(WASM, folder, { recursive: true, filter: (file) => file === WASM || file.endsWith('.wasm') });
}
