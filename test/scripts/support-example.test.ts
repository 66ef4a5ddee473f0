import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Spec } from '../../src/charts/spec.js';
import { expectSoundSpec } from '../support/charts.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILES = [
  'fit.json',
  'index.html',
  'support.png',
  'support.svg',
  'support.vl.json',
  'time-series.png',
  'time-series.svg',
  'time-series.vl.json',
];

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** What `npm start -- …` runs, without npm. */
const start = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const script = ['--import', 'ts-blank-space/register', '--no-warnings', 'scripts/support-example/main.ts'];
    execFile(process.execPath, [...script, ...args], { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });

interface FitRecord {
  alpha: number;
  coef: number[][];
  intercept: number[];
  objective: number | number[];
  dualGap: number | number[];
  relativeGap: number | number[];
  iterations: number | number[];
  converged: boolean | boolean[];
  nonZeros: number;
  falsePositives: number;
  missed: number;
  rmse: number;
  seconds: number;
}

const sum = (value: number | number[]): number => [value].flat().reduce((total, entry) => total + entry, 0);

describe('npm start', () => {
  let out: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'example-'));
  });
  afterEach(() => rm(out, { recursive: true }));

  const text = (name: string) => readFile(join(out, name), 'utf8');
  const fitRecord = async () => JSON.parse(await text('fit.json'));

  for (const backend of ['wasm', 'cpu']) {
    it(`writes charts, a page, and numbers that agree with scikit-learn (${backend})`, async () => {
      const { code, stdout, stderr } = await start('--out', out, '--backend', backend);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect((await readdir(out)).sort()).to.deep.equal(FILES);
      for (const file of FILES) expect(stdout).to.include(join(out, file));
      expect(stdout)
        .to.include(`backend ${backend}`)
        .and.to.match(/non-zero coefficients\s+│ 129 of 1200 │\s+200 of 1200/);

      const reference = JSON.parse(await readFile(join(ROOT, 'test/fixtures/support-example.json'), 'utf8'));
      const record = await fitRecord();
      expect(record.data).to.deep.equal({ seed: 42, samples: 100, features: 30, tasks: 40, relevant: 5 });
      expect(Object.keys(record)).to.deep.equal(['data', 'truth', 'lasso', 'multiTaskLasso']);
      for (const [name, problems, missed] of [
        ['lasso', 40, 71],
        ['multiTaskLasso', 1, 0],
      ] as const) {
        const got: FitRecord = record[name];
        const expected = reference[name];
        expect(got).to.include({ alpha: expected.alpha, nonZeros: expected.nonZeros, falsePositives: 0, missed });
        got.coef.forEach((row, t) => {
          row.forEach((w, j) => {
            expect(w !== 0, `task ${t}, feature ${j}`).to.equal(expected.coef[t][j] !== 0);
            expect(w).to.be.closeTo(expected.coef[t][j], 1e-5);
          });
          expect(got.intercept[t]).to.be.closeTo(expected.intercept[t], 1e-5);
        });
        expect(sum(got.objective) / expected.objective).to.be.closeTo(1, 1e-6);
        expect([got.relativeGap].flat()).to.have.length(problems);
        for (const gap of [got.relativeGap].flat()) expect(gap).to.be.at.most(1e-6);
        expect([got.converged].flat().every(Boolean)).to.equal(true);
        expect([got.iterations, got.dualGap].flat()).to.have.length(2 * problems);
        expect(got.rmse).to.be.closeTo(expected.rmseToTruth, 1e-6);
        expect(got.seconds).to.be.above(0);
      }

      for (const name of ['support', 'time-series']) {
        expectSoundSpec(JSON.parse(await text(`${name}.vl.json`)) as Spec);
        expect(await text(`${name}.svg`)).to.match(/^<svg/);
        expect((await readFile(join(out, `${name}.png`))).length).to.be.above(10_000);
      }
      const series = JSON.parse(await text('time-series.vl.json'));
      expect(series.encoding.color.scale).to.deep.equal({
        domain: [0, 1, 2],
        range: ['seagreen', 'cornflowerblue', 'gold'],
      });
      expect(series.params[0].value).to.deep.equal(['Ground truth', 'Lasso', 'MultiTaskLasso']);
      expect(series.encoding.y.scale.domain).to.deep.equal([-1.1, 1.1]);
      const page = await text('index.html');
      expect(page).to.include('<td>129 of 1200</td><td>200 of 1200</td>');
      expect(page).to.include('await lasso({ alpha: 0.5, tol: 0.000001, ');
      expect(page).to.include('await multiTaskLasso({ alpha: 1, tol: 0.000001, ');
    });
  }

  it('gives the same files for the same seed, but for the seconds it took', async () => {
    const read = async () => Object.fromEntries(await Promise.all(FILES.map(async (name) => [name, await text(name)])));
    const args = ['--out', out, '--seed', '7', '--samples', '20', '--features', '9', '--tasks', '3', '--relevant', '2'];
    await start(...args);
    const first = await read();
    await start(...args);
    const second = await read();
    const timeless = (record: string) => record.replace(/"seconds":[\d.e-]+/g, '');
    expect(timeless(first['fit.json'])).to.equal(timeless(second['fit.json']));
    for (const name of FILES.filter((file) => file !== 'fit.json')) expect(first[name], name).to.equal(second[name]);
  });

  it('takes other sizes: one of each, more features than samples, alphas that leave nothing', async () => {
    const one = await start('--out', out, '--samples', '1', '--features', '1', '--tasks', '1', '--relevant', '1');
    expect([one.code, one.stderr]).to.deep.equal([0, '']);
    expect((await fitRecord()).lasso.converged).to.equal(true);

    const wide = await start(
      '--out',
      out,
      '--samples',
      '12',
      '--features',
      '50',
      '--tasks',
      '2',
      '--lasso-alpha',
      '0.2',
    );
    expect([wide.code, wide.stderr]).to.deep.equal([0, '']);
    expect((await fitRecord()).lasso.coef[0]).to.have.length(50);

    const none = await start('--out', out, '--lasso-alpha', '100', '--multi-task-alpha', '1e6');
    expect(none.code).to.equal(0);
    const { lasso, multiTaskLasso } = await fitRecord();
    for (const record of [lasso, multiTaskLasso] as FitRecord[]) {
      expect(record.nonZeros).to.equal(0);
      expect(sum(record.dualGap)).to.equal(0);
      expect(sum(record.iterations)).to.equal(0);
    }
  });

  const wrong: [string, string[], RegExp][] = [
    [
      'a word for a number',
      ['--samples', 'many'],
      /^error: option '--samples <number>' argument 'many' is invalid\. Expected a whole number >= 1\.$/m,
    ],
    ['no samples', ['--samples', '0'], /Expected a whole number >= 1\./],
    ['a fraction of a task', ['--tasks', '1.5'], /Expected a whole number >= 1\./],
    ['a negative alpha', ['--lasso-alpha', '-1'], /argument '-1' is invalid\. Expected a positive number\./],
    ['an alpha that is empty', ['--multi-task-alpha', ''], /Expected a positive number\./],
    ['a seed out of range', ['--seed', '4294967296'], /Expected a whole number from 0 to 4294967295\./],
    [
      'more relevant features than features',
      ['--relevant', '31'],
      /error: option '--relevant <number>' must be at most --features 30, got 31/,
    ],
    ['an unknown option', ['--smaples', '3'], /error: unknown option '--smaples'\n\(Did you mean --samples\?\)/],
    [
      'more samples than memory has room for',
      ['--samples', '1e12'],
      /^error: a matrix must have at most 2\^32 - 1 entries, got 1000000000000 x 30$/m,
    ],
    ['a stray argument', ['now'], /error: too many arguments/],
    [
      'an unknown backend',
      ['--backend', 'abacus'],
      /^error: lasso\.fit: backend must be one of auto, tensorflow, webgpu, wasm, cpu, got 'abacus'$/m,
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`rejects ${what} in one line, and leaves earlier files alone`, async () => {
      await writeFile(join(out, 'fit.json'), 'earlier');
      const { code, stderr, stdout } = await start('--out', out, ...args);
      expect(code).to.equal(1);
      expect(stderr)
        .to.match(message)
        .and.not.match(/^\s+at /m);
      expect(stdout).to.equal('');
      expect(await readdir(out)).to.deep.equal(['fit.json']);
      expect(await text('fit.json')).to.equal('earlier');
    });
  }

  it('says so when it cannot write, before it computes anything', async () => {
    await writeFile(join(out, 'taken'), 'mine');
    const { code, stderr } = await start('--out', join(out, 'taken', 'figures'));
    expect(code).to.equal(1);
    expect(stderr)
      .to.match(/^error: cannot write into directory .*taken.figures: ENOTDIR/)
      .and.not.match(/^\s+at /m);
    expect(await text('taken')).to.equal('mine');
  });

  it('explains itself', async () => {
    const { code, stdout } = await start('--help');
    expect(code).to.equal(0);
    for (const option of [
      'out',
      'seed',
      'samples',
      'features',
      'tasks',
      'relevant',
      'lasso-alpha',
      'multi-task-alpha',
      'backend',
    ]) {
      expect(stdout).to.include(`--${option} <`);
    }
  });
});
