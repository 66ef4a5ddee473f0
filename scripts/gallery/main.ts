import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { page, releaseMemory, rendered, type Theme, writeFiles } from 'tensor-lasso/node';
import { charts } from './charts.js';

const { out } = new Command('npm run gallery --')
  .description('draws a chart of each kind, light and dark, and a page with all of them')
  .option('--out <directory>', 'where the charts go', 'figures/gallery')
  .parse()
  .opts<{ out: string }>();

tf.enableProdMode();
const themes: readonly Theme[] = ['light', 'dark'];
for (const theme of themes) {
  const all = await charts(theme);
  const start = performance.now();
  const files: Record<string, string | Uint8Array> = {};
  for (const [name, spec] of Object.entries(all)) files[`${name}.png`] = await rendered(spec, '.png');
  const seconds = (performance.now() - start) / 1000;
  const lead = 'A chart of each kind. All of them are plain Vega-Lite, of records that this library returns.';
  files['index.html'] = await page({ title: 'Gallery', lead, charts: Object.values(all) });
  await writeFiles(join(out, theme), files);
  console.log(`${join(out, theme, 'index.html')}: ${Object.keys(all).length} charts as PNG in ${seconds.toFixed(1)} s`);
}
releaseMemory();
