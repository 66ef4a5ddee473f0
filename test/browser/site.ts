import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type InlineConfig, preview } from 'vite';
import { ROOT } from '../support/snippets.js';

const WASM = join(ROOT, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

/** A page that Vite has built, on a server of this machine. */
export interface Site {
  readonly url: string;
  /** The folder that is served. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Builds the page in `root` and serves it, with the files of the wasm backend beside it, and some headers. */
export async function serve(
  root: string,
  config: InlineConfig = {},
  headers: Record<string, string> = {},
): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'tensor-lasso-'));
  const common = { root, configFile: false, logLevel: 'error' } as const;
  await build({ ...config, ...common, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  await cp(WASM, folder, { recursive: true, filter: (file) => file === WASM || file.endsWith('.wasm') });
  const server = await preview({
    ...common,
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0, headers },
  });
  return {
    url: server.resolvedUrls!.local[0]!,
    folder,
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
