import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const LOADER = 'libvulkan.so.1';
const FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/local/lib'];

/** Its licence (Apache 2.0), where Debian and Fedora put it. */
const LICENCES = [
  '/usr/share/doc/libvulkan1/copyright',
  '/usr/share/licenses/vulkan-loader/LICENSE.txt',
  '/usr/share/licenses/vulkan-loader-libs/LICENSE.txt',
];

/** Puts this machine's Vulkan loader into the folder, if there is one. Drivers stay where they are: they fit kernels. */
export async function copyVulkanLoader(folder: string): Promise<void> {
  const source = FOLDERS.map((path) => join(path, LOADER)).find((path) => existsSync(path));
  if (source === undefined) return;
  await mkdir(folder, { recursive: true });
  await copyFile(source, join(folder, LOADER));
  const licence = LICENCES.find((path) => existsSync(path));
  if (licence !== undefined) await copyFile(licence, join(folder, `${LOADER}.licence`));
}
