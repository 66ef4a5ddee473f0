import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { median } from '../bench-backends/median.js';
import { buildPage } from '../web/build-page.js';

const options = new Command('npm run bench:explorer --')
  .description('times the explorer in Chromium, from a slider that moves to charts that are drawn, and weighs its load')
  .option('--moves <number>', 'of the slider', Number, 100)
  .option('--chromium <file>', 'the browser', '/usr/bin/chromium')
  .parse()
  .opts<{ moves: number; chromium: string }>();

/** Moves alpha, and gives the milliseconds until all charts of that move were drawn; the first ten do not count. */
async function drag(moves: number): Promise<number[]> {
  const input = document.getElementById('alpha') as HTMLInputElement;
  const times: number[] = [];
  for (let k = 0; k < moves + 10; k++) {
    const drawn = new Promise<number>((resolve) => {
      const before = Number(document.body.dataset.drawn);
      document.addEventListener('drawn', function hear(event) {
        const { id, milliseconds } = (event as CustomEvent).detail;
        if (id <= before) return;
        document.removeEventListener('drawn', hear);
        resolve(milliseconds);
      });
    });
    input.valueAsNumber = -0.2 - (k % 30) * 0.04;
    input.dispatchEvent(new Event('input'));
    times.push(await drawn);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times.slice(10);
}

const root = fileURLToPath(new URL('../../web/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'tensor-lasso-explorer-'));
await buildPage(root, folder, { worker: { format: 'es' } });
const common = { root, configFile: false, logLevel: 'error', build: { outDir: folder } } as const;
const server = await preview({ ...common, preview: { host: '127.0.0.1', port: 0 } });
const browser = await chromium.launch({ executablePath: options.chromium, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    const packed = response
      .body()
      .then((body) => new Blob([new Uint8Array(body)]).stream().pipeThrough(new CompressionStream('gzip')));
    bodies.push(packed.then(async (stream) => (await new Response(stream).arrayBuffer()).byteLength));
  });
  await page.goto(server.resolvedUrls!.local[0]!);
  await page.waitForFunction(() => document.querySelectorAll('canvas').length === 4);
  const bytes = (await Promise.all(bodies)).reduce((sum, length) => sum + length, 0);
  const times = await page.evaluate(drag, options.moves);
  const sorted = [...times].sort((a, b) => a - b);
  const slow = sorted[Math.floor(0.9 * sorted.length)]!;
  console.log(`slider to charts: median ${median(times).toFixed(1)} ms, nine of ten within ${slow.toFixed(1)} ms`);
  console.log(`page load: ${(bytes / 1000).toFixed(0)} kB (gzip) in ${bodies.length} files`);
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true });
}
