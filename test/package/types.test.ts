import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packedProject } from '../support/packed-project.js';
import { ROOT } from '../support/snippets.js';

const PROGRAM = `
import { lasso, type LinearFit, supportMap } from 'tensor-lasso';
import { render } from 'tensor-lasso/node';

const { coef }: LinearFit = await lasso({ alpha: 0.1 }).fit([[1], [2]], [1, 2]);
await render(supportMap([{ name: 'lasso', coef }]), 'chart.svg');
// @ts-expect-error: alpha is a number
lasso({ alpha: 'much' });
`;

const STRICT = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--target', 'es2022'];

describe('the types of the package', () => {
  let folder = '';
  before(async () => {
    folder = join(await packedProject(), 'types');
    await mkdir(folder);
    await writeFile(join(folder, 'main.ts'), PROGRAM);
  });

  for (const modules of [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    it(`are found by ${modules.join(' ')}`, async () => {
      const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
      await promisify(execFile)(process.execPath, [tsc, ...STRICT, ...modules, 'main.ts'], { cwd: folder });
    });
  }
});
