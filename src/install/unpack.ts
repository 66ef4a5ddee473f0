import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** What the addon needs of TensorFlow's wheel, and of NVIDIA's. */
const NEEDED = [
  /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/,
  /^tensorflow\/include\/tensorflow\/c\/.*\.h$/,
  /^tensorflow\/include\/(tensorflow\/core|tsl)\/platform\/ctstring(_internal)?\.h$/,
  /^tensorflow\/include\/xla\/tsl\/c\/tsl_status\.h$/,
  /^nvidia\/[^/]+\/lib\/.*\.so[.\d]*$/,
  /^nvidia\/cuda_nvcc\/(bin\/ptxas|nvvm\/libdevice\/.*)$/,
];

/** Unpacks what is needed of a wheel, which is a zip file, one file after the other. */
export async function unpackWheel(path: string, to: string, signal: AbortSignal): Promise<void> {
  const zip = await openPromise(path);
  for await (const entry of zip.eachEntry()) {
    if (!NEEDED.some((pattern) => pattern.test(entry.fileName))) continue;
    const file = join(to, entry.fileName);
    await mkdir(dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode }), { signal });
  }
}
