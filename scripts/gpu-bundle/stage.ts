import { chmod, copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyNode } from './copy-node.js';
import { copyPackage } from './copy-package.js';
import { copyVulkanLoader } from './copy-vulkan-loader.js';
import { packagesFor } from './packages-for.js';
import { ROOT } from './root.js';
import { unpackPackage } from './unpack-package.js';
import { writeCheck } from './write-check.js';

/** What draws charts, and what works in browsers only. */
const LEFT_OUT = [
  '@resvg/resvg-js',
  '@tensorflow/tfjs-backend-webgl',
  'dejavu-fonts-ttf',
  'vega',
  'vega-embed',
  'vega-lite',
];

/** Peers of the package, and what runs the tests. */
const BESIDES = ['@tensorflow/tfjs-core', 'webgpu', 'mocha', 'chai'];

/** Files of the bundle that are written by hand. */
const FILES = new URL('files/', import.meta.url);

/**
 * Makes the folder that the archive holds: Node, the built package with what it needs to solve on a GPU, and the check.
 *
 * ```text
 * gpu-check, node, README.txt         what to run
 * bin/node, lib/                      Node; what bare machines may lack
 * node_modules/                       the package, and what it needs
 * node_modules/tensor-lasso/scripts   the check and its tests, as plain JavaScript
 * ```
 *
 * @param folder - must not exist yet
 */
export async function stage(folder: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await cp(FILES, folder, { recursive: true });
  for (const program of ['gpu-check', 'node']) await chmod(join(folder, program), 0o755);
  await copyNode(join(folder, 'bin'));
  await copyVulkanLoader(join(folder, 'lib'));

  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const needed = Object.keys(dependencies).filter((name) => !LEFT_OUT.includes(name));
  for (const path of await packagesFor([...needed, ...BESIDES])) await copyPackage(path, folder);
  const own = join(folder, 'node_modules', 'tensor-lasso');
  await unpackPackage(own);
  await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  await writeCheck(own);
}
