import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** TypeScript from documents, as programs in a folder inside the package, where `tensor-lasso` is found by its own name. */
export interface Snippets {
  /** Rejects with the compiler's messages if there are any. */
  typeCheck(): Promise<void>;
  /** What snippet `i` prints. */
  run(i: number): Promise<{ stdout: string; stderr: string }>;
}

/** Writes the snippets into dist/snippets/`name`, which git ignores. */
export async function snippets(name: string, code: readonly string[]): Promise<Snippets> {
  const folder = join(ROOT, 'dist', 'snippets', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = code.map((_, i) => join(folder, `${i}.ts`));
  for (const [i, text] of code.entries()) await writeFile(files[i]!, text);
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'] }),
  );
  const node = (...args: string[]) => run(process.execPath, args, { cwd: ROOT });
  return {
    async typeCheck() {
      await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder);
    },
    run: (i) => node('--import', 'ts-blank-space/register', '--no-warnings', files[i]!),
  };
}
