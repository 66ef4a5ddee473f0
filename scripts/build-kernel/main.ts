import { writeFile } from 'node:fs/promises';
import { kernelModule } from './compile.js';

await writeFile(new URL('../../src/kernels/binary.ts', import.meta.url), await kernelModule());
