import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { preview } from 'vite';
import { buildPage } from './build-page.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const { out, serve, port } = new Command('npm run build:web --')
  .description('builds the explorer, a page that solves in the browser, as a static folder')
  .option('--out <directory>', 'where it goes', `${ROOT}dist-web`)
  .option('--serve', 'and serves it on this machine')
  .option('--port <number>', 'at which port', Number, 4173)
  .parse()
  .opts<{ out: string; serve?: true; port: number }>();

await buildPage(`${ROOT}web`, out, { worker: { format: 'es' } });
console.log(`written: ${out}`);
if (serve) {
  const options = { host: '127.0.0.1', port };
  const server = await preview({ root: `${ROOT}web`, configFile: false, build: { outDir: out }, preview: options });
  console.log(`open ${server.resolvedUrls!.local[0]} (Ctrl-C ends it)`);
}
