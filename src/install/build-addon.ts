import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { ADDON, BINDING, LIBRARIES, TFJS_KEY } from '../native/load-addon.js';
import { runCommand } from './run-command.js';
import { nodeHeaders } from './tools.js';

/** JavaScript that stands in for the packages that tfjs-node requires: the tfjs of the program that loads it. */
const TFJS_STAND_IN = `module.exports = globalThis[Symbol.for('${TFJS_KEY}')];\n`;

/** Functions that the module `util` had until Node 22. */
const UTIL_STAND_IN = `exports.isNullOrUndefined = (value) => value == null;\nexports.isArray = Array.isArray;\n`;

/**
 * Unpacks tfjs-node's kernels in JavaScript so that they work without tfjs-node's dependencies, on any Node.
 */
async function placeKernels(tarball: string, directory: string): Promise<void> {
  const root = join(directory, BINDING);
  await mkdir(root, { recursive: true });
  const wanted = /^package\/(binding|dist)\/(?!.*_test\.js$).*\.(js|cc|h)$|^package\/package\.json$/;
  await extract({ file: tarball, cwd: root, strip: 1, filter: (path) => wanted.test(path) });
  for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-core']) {
    const place = join(root, 'node_modules', name);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'index.js'), TFJS_STAND_IN);
  }
  await writeFile(join(root, 'dist', 'proto', 'api_pb.js'), 'module.exports = {};\n'); // for TensorBoard only, of 360 kB
  await writeFile(join(root, 'dist', 'node-util.js'), UTIL_STAND_IN);
  for (const [file, path] of [
    ['nodejs_kernel_backend.js', './node-util.js'],
    ['kernels/TopK.js', '../node-util.js'],
  ] as const) {
    const source = join(root, 'dist', file);
    const text = await readFile(source, 'utf8');
    await writeFile(source, text.replace(`require("util")`, `require("${path}")`));
  }
}

/** Compiles the addon against the unpacked libraries and headers; it finds the libraries by its own place. */
async function compile(compiler: string, directory: string, signal: AbortSignal): Promise<void> {
  const binding = join(directory, BINDING, 'binding');
  const libraries = join(directory, LIBRARIES);
  const sources = (await readdir(binding)).filter((file) => file.endsWith('.cc')).map((file) => join(binding, file));
  const includes = [nodeHeaders(), join(libraries, 'include'), binding].map((path) => `-I${path}`);
  const link = ['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
  await runCommand(
    compiler,
    [
      ...['-O2', '-std=c++17', '-w', '-shared', '-fPIC', '-DNAPI_VERSION=8', ...includes, ...sources],
      ...['-o', join(directory, ADDON), `-L${libraries}`, ...link, `-Wl,-rpath,$ORIGIN/../${LIBRARIES}`],
    ],
    { signal },
  );
}

/**
 * Builds the addon that binds TensorFlow's C library, from tfjs-node's sources. It uses Node's stable native interface
 * only, so it works with every Node from 20 on.
 */
export async function buildAddon(
  compiler: string,
  tarball: string,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  await placeKernels(tarball, directory);
  await compile(compiler, directory, signal);
  await rm(join(directory, BINDING, 'binding'), { recursive: true });
  await rm(join(directory, LIBRARIES, 'include'), { recursive: true });
}
