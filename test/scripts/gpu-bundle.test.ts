import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { stage } from '../../scripts/gpu-bundle/stage.js';
import { markdown } from '../../scripts/gpu-check/markdown.js';
import type { Report } from '../../scripts/gpu-check/record.js';
import { temporaryFolder } from '../support/temporary.js';

const run = promisify(execFile);

const PROGRAM = `
import { multiTaskLasso, randomState, sineTasks, support } from 'tensor-lasso';
const { X, Y } = sineTasks(randomState(42));
const { backend, ...fit } = await multiTaskLasso({ alpha: 1, backend: 'wasm' }).fit(X, Y);
console.log(backend, support(fit).join(' '));
`;

/** A report on a GPU that is none, with everything going wrong that may. */
const BAD: Report = {
  version: '0.1.0',
  date: '2026-01-01T00:00:00.000Z',
  quick: false,
  machine: { system: 'Linux', node: 'v20', processor: 'x86', cores: 2, gigabytes: 8, nvidia: [], vulkan: [] },
  backend: 'webgpu',
  against: ['wasm'],
  backends: { webgpu: { error: 'no adapter' }, wasm: { error: 'no wasm' } },
  vulkanLog: ['libvulkan.so.1: cannot open shared object file'],
  contracts: { passes: 1, failures: 1, seconds: 2, failed: [{ title: 'prox', message: 'is wrong\nby far' }] },
  benchmark: [
    {
      data: { name: 'b', samples: 300, features: 7500, tasks: 50, rho: 0.95, joint: true },
      results: { webgpu: { error: 'no adapter' }, wasm: { error: 'no wasm' } },
    },
  ],
};

describe('the bundle for GPU machines', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();

  it('solves and checks in an empty environment, with what is in it alone', async function () {
    if (`${process.platform}-${process.arch}` !== 'linux-x64') this.skip();
    const bundle = join(folder(), 'bundle');
    await stage(bundle);
    const bare = { cwd: folder(), env: {} };

    await writeFile(join(bundle, 'program.mjs'), PROGRAM);
    expect(await run(join(bundle, 'node'), [join(bundle, 'program.mjs')], bare)).to.deep.equal({
      stdout: 'wasm 0 1 2 3 4\n',
      stderr: '',
    });

    const { stdout } = await run(join(bundle, 'gpu-check'), ['--quick', '--backend=cpu', '--against=wasm'], bare);
    const report: Report = JSON.parse(await readFile(join(folder(), 'gpu-report', 'report.json'), 'utf8'));
    const text = await readFile(join(folder(), 'gpu-report', 'report.md'), 'utf8');
    expect(text).to.equal(markdown(report));
    expect(stdout).to.include(text);
    expect(text).to.include('**These are not figures of a GPU** (processor)');

    expect(Object.keys(report)).to.have.members(Object.keys(BAD));
    expect(Object.keys(report.machine)).to.have.members(Object.keys(BAD.machine));
    expect(report).to.include({ quick: true, backend: 'cpu' });
    expect(report.against).to.deep.equal(['wasm']);
    expect(report.backends).to.have.all.keys('cpu', 'wasm');
    expect(report.contracts).to.include({ failures: 0 });
    expect(report.contracts).to.have.property('passes').that.is.above(50);
    expect(report.benchmark.map(({ data }) => data.name)).to.deep.equal(['b', 'd', 'small']);
    for (const { data, results } of report.benchmark) {
      for (const backend of ['cpu', 'wasm']) {
        expect(results[backend], `${data.name} on ${backend}`).to.include({ converged: true, tol: 1e-4, steps: 20 });
        for (const seconds of ['setupSeconds', 'stepSeconds', 'fitSeconds', 'autoSeconds'])
          expect(results[backend]).to.have.property(seconds).that.is.above(0);
      }
    }
  });

  it('reports what does not work, and why', () => {
    const text = markdown(BAD);
    expect(text).to.include('**webgpu does not work here**: no adapter');
    expect(text).to.include('libvulkan.so.1: cannot open shared object file');
    expect(text).to.include('1 passed, 1 failed, in 2 s.\n- prox: is wrong\n');
    expect(text).to.include('| b: 300 × 7500, 50 tasks, ρ 0.95 | set up, s | failed: no adapter | failed: no wasm |');
    expect(text).to.not.include('NaN');
  });
});
