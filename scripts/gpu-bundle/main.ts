import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { stage } from './stage.js';

/** The platform that there is a bundle for: what clusters run. */
const PLATFORM = 'linux-x64';
const NAME = 'tensor-lasso-gpu';
const ARCHIVE = `${NAME}-${PLATFORM}.tar.gz`;

/** Larger ones are a mistake: something is in there that was not meant to be. */
const LARGEST = 60e6;

async function main(): Promise<void> {
  const here = `${process.platform}-${process.arch}`;
  if (here !== PLATFORM) throw new Error(`the bundle holds this machine's Node: build it on ${PLATFORM}, not ${here}`);
  const folder = await mkdtemp(join(tmpdir(), `${NAME}-`));
  try {
    await stage(join(folder, NAME));
    await create({ file: ARCHIVE, cwd: folder, gzip: { level: 9 }, portable: true }, [NAME]);
  } finally {
    await rm(folder, { recursive: true });
  }
  const { size } = await stat(ARCHIVE);
  console.log(`${ARCHIVE}: ${(size / 1e6).toFixed(1)} MB
On the machine with the GPU:  tar xf ${ARCHIVE} && ${NAME}/gpu-check`);
  if (size > LARGEST) throw new Error(`it should be smaller than ${LARGEST / 1e6} MB`);
}

try {
  await main();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
