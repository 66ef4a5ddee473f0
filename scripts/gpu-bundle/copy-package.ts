import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from './root.js';

/**
 * What a program on linux-x64 never opens, by path below the first `node_modules`: packages of packages (they are copied
 * for themselves), types and maps, all forms of tfjs but the one that Node takes, Dawn for other platforms.
 */
const LEFT_OUT = [
  /\/node_modules$/,
  /\.d\.[cm]?ts$/,
  /\.map$/,
  /^@tensorflow\/[^/]+\/dist\/(?!tf-[\w-]+\.node\.js$)[^/]+(?<!\.wasm)$/,
  /^@tensorflow\/[^/]+\/(wasm-out|src)$/,
  /^webgpu\/build$/,
  /^webgpu\/dist\/(?!linux-x64)[^/]+$/,
];

/** Copies what is needed of a package (its folder relative to the project) to the same place below `target`. */
export async function copyPackage(path: string, target: string): Promise<void> {
  await cp(join(ROOT, path), join(target, path), {
    recursive: true,
    filter: (file) => {
      const inside = relative(join(ROOT, 'node_modules'), file);
      return file === join(ROOT, path) || !LEFT_OUT.some((pattern) => pattern.test(inside));
    },
  });
}
