import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InlineConfig, preview } from 'vite';
import { buildPage } from '../../scripts/web/build-page.js';

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
  await buildPage(root, folder, config);
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
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
