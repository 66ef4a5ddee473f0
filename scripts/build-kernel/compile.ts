import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = fileURLToPath(new URL('../../src/kernels/assembly/', import.meta.url));
const FLAGS = [
  'index.ts',
  '-O3',
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
  '--outFile',
  'kernel.wasm',
];

/**
 * The bytes of the kernel; `relaxed` with fused multiply-add where the processor has it.
 *
 * @throws Error with the compiler's messages if the source is wrong
 */
async function compile(relaxed: boolean): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const flags = relaxed ? [...FLAGS, '--enable', 'relaxed-simd'] : FLAGS;
  const { error, stderr } = await asc.main(flags, {
    readFile: (name) => readFile(join(SOURCE, name), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      bytes = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`the kernel does not compile: ${stderr}`, { cause: error });
  return bytes;
}

/** The text of the module that holds the compiled kernels. */
export async function kernelModule(): Promise<string> {
  const [simd, relaxed] = [await compile(false), await compile(true)];
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return `// Compiled from assembly/ by npm run kernel; a test compares them.

/** The kernel with SIMD. */
export const SIMD = '${text(simd)}';

/** The kernel with SIMD and fused multiply-add. */
export const RELAXED = '${text(relaxed)}';
`;
}
