import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ASK = `import { create } from 'webgpu'; await create([]).requestAdapter({ powerPreference: 'high-performance' });`;

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LONGEST = 60_000;

/** What Dawn and the Vulkan loader complain of when they are asked for a GPU: why there is none, if there is none. */
export const vulkanLog = (): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', ASK];
    const env = { ...process.env, VK_LOADER_DEBUG: 'error,warn' };
    execFile(process.execPath, args, { cwd: HERE, env, timeout: LONGEST }, (_, __, stderr) =>
      resolve(stderr.split('\n').filter((line) => line.trim() !== '')),
    );
  });
