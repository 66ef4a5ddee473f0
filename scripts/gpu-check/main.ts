import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findBackends } from './backends.js';
import { benchmark } from './benchmark.js';
import { contracts } from './contracts.js';
import { machine } from './machine.js';
import { markdown } from './markdown.js';
import { readOptions } from './options.js';
import { failed, isGood, type Report } from './record.js';
import { vulkanLog } from './vulkan-log.js';

const options = readOptions(process.argv.slice(2));
const { quick } = options;
const out = resolve(options.out);
await mkdir(out, { recursive: true });
const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));

console.log('looking at the backends');
const found = await findBackends(options);
const { backend, backends, against } = found;
const works = !failed(backends[backend]!);

if (works) console.log(`testing ${backend}`);
const tested = works
  ? await contracts(backend, quick, join(out, 'contracts.json'))
  : { error: `not run: ${backend} does not work here` };
console.log(`measuring ${[backend, ...against].join(', ')}`);
const measured = await benchmark([backend, ...against], quick, (data, on, result) => {
  console.log(`  ${data} on ${on}: ${failed(result) ? result.error : `${result.fitSeconds.toFixed(2)} s`}`);
});

const report: Report = {
  version,
  date: new Date().toISOString(),
  quick,
  machine: await machine(),
  ...found,
  vulkanLog: await vulkanLog(),
  contracts: tested,
  benchmark: measured,
};
const text = markdown(report);
await writeFile(join(out, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
await writeFile(join(out, 'report.md'), text);
console.log(`\n${text}\nWritten: ${join(out, 'report.md')}, ${join(out, 'report.json')}`);
process.exitCode = isGood(report) ? 0 : 1;
