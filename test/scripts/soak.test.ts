import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { LinearFit } from 'tensor-lasso';
import { type Draw, drawOf } from '../../scripts/soak/draw/draw.js';
import { drawn } from '../../scripts/soak/draw/model.js';
import { largestAlpha } from '../../scripts/soak/judge/gap.js';
import { judge } from '../../scripts/soak/judge/judge.js';
import { problemsOf } from '../../scripts/soak/judge/problem.js';
import { returnedOf, wrongCertificates } from '../../scripts/soak/verdict/certificates.js';
import { type Asked, wrongRecord } from '../../scripts/soak/verdict/record.js';
import { wrongError } from '../../scripts/soak/verdict/refusal.js';
import { ROOT } from '../support/snippets.js';

const run = promisify(execFile);

/** A problem without anything special about it. */
const PLAIN: Partial<Draw> = {
  ...{ samples: 30, features: 8, tasks: 3, correlation: 0.5, columns: 'plain', offset: 10, spread: 1, whole: false },
  ...{ target: 'model', noise: 1, targetOffset: 3, unitOfX: 1, unitOfY: 1, unitsOfX: 'plain', unitsOfY: 'plain' },
  ...{ estimator: 'lasso', groups: 'pairs', l1Ratio: 0.5, solver: 'auto', tol: 1e-6, maxIter: 10_000 },
  ...{ fitIntercept: true, standardize: false, positive: false, factors: 'none', mask: 'none', weights: 'none' },
  ...{ ratios: [0.1], init: 'none', extreme: false },
};

const KINDS: Readonly<Record<string, Partial<Draw>>> = {
  lasso: {},
  'lasso, positive': { positive: true },
  'lasso, standardized, of missing entries, with weights': { standardize: true, mask: 'some', weights: 'random' },
  'lasso, without an intercept': { fitIntercept: false, offset: 0 },
  'elastic net': { estimator: 'elasticNet' },
  'elastic net with factors, 0 and Infinity among them': {
    estimator: 'elasticNet',
    factors: 'mixed',
    standardize: true,
  },
  ridge: { estimator: 'elasticNet', l1Ratio: 0, factors: 'spread' },
  'least squares': { ratios: [0] },
  'multi-task lasso': { estimator: 'multiTaskLasso' },
  'multi-task lasso of missing entries': {
    estimator: 'multiTaskLasso',
    mask: 'some',
    factors: 'free',
    weights: 'zeros',
  },
  'multi-task elastic net': { estimator: 'multiTaskElasticNet', factors: 'free' },
  'group lasso': { estimator: 'groupLasso', groupWeights: true },
  'group lasso, standardized and positive': { estimator: 'groupLasso', standardize: true, positive: true },
  'sparse group lasso, a group for each feature': { estimator: 'sparseGroupLasso', groups: 'none' },
  'sparse group lasso': { estimator: 'sparseGroupLasso', groups: 'uneven', weights: 'spread' },
  'a norm of its own, l1': { estimator: 'penalised', penalty: 'l1', jointly: true, tol: 1e-4 },
  'a norm of its own, l21': { estimator: 'penalised', penalty: 'l21', jointly: true, tol: 1e-4, factors: 'excluded' },
  'a norm of its own, l1inf': { estimator: 'penalised', penalty: 'l1inf', jointly: true, tol: 1e-4 },
};

async function fitted(change: Partial<Draw>): Promise<{ readonly fit: LinearFit; readonly asked: Asked }> {
  const own = drawn({ ...drawOf(7, 0), ...PLAIN, ...change });
  const { posed, draw } = own;
  const problems = problemsOf(posed);
  const alpha = draw.ratios[0]! * Math.max(...problems.map((problem) => largestAlpha(problem!).alpha));
  const smooth = draw.estimator === 'elasticNet' && draw.l1Ratio === 0;
  const used = smooth ? 0.5 : alpha;
  const weights = posed.weights && { sampleWeight: posed.weights };
  const fit = await own.make(used).fit(posed.X, posed.Y, weights);
  const alphas = problems.map(() => used);
  return { fit, asked: { posed, problems, alphas, tol: draw.tol, maxIter: draw.maxIter, fromZero: true } };
}

const kindsOf = (fit: LinearFit, asked: Asked): string[] => {
  const record = wrongRecord(fit, asked).map(({ kind }) => kind);
  return record.some((kind) => kind.startsWith('no plain number'))
    ? record
    : [...record, ...wrongCertificates(fit, asked).map(({ kind }) => kind)];
};

/** A fit with another coefficient at a place. */
const withCoef = (fit: LinearFit, place: number, w: number): LinearFit => ({
  ...fit,
  coef: { ...fit.coef, values: fit.coef.values.with(place, w) },
});

describe('npm run soak', () => {
  it('fits problems of all kinds, and says the same of them each time', async () => {
    const options = ['--seed', '3', '--count', '12', '--extreme', '0.2'];
    const said = (file: string, ...args: string[]): Promise<{ stdout: string }> =>
      run(file, [...args, ...options], { cwd: ROOT }).catch((error) => error);
    const { stdout } = await said('npm', 'run', '--silent', 'soak', '--');
    expect(stdout).to.match(/^12 problems: \d+ with something wrong, \d+ that say they did not converge/m);
    const script = ['--import', 'ts-blank-space/register', '--no-warnings', 'scripts/soak/main.ts'];
    expect((await said(process.execPath, ...script)).stdout).to.equal(stdout);
  });

  for (const [name, change] of Object.entries(KINDS)) {
    it(`finds what is planted: ${name}`, async () => {
      const { fit, asked } = await fitted(change);
      const { posed } = asked;
      expect(kindsOf(fit, asked)).to.deep.equal([]);
      const free = (at: number): boolean => posed.factors?.[at % posed.X.cols] === 0;
      const place = fit.coef.values.findIndex((w, at) => w !== 0 && !free(at));
      expect(place).to.be.at.least(0);

      const own = fit.coef.values[place]!;
      const moved = kindsOf(withCoef(fit, place, 1.02 * own), asked);
      expect(moved).to.include.members(['objective', 'deviance']);
      expect(moved.some((kind) => kind.startsWith('gap understated'))).to.equal(true);
      for (const odd of [Number.NaN, Infinity, -0]) {
        expect(kindsOf(withCoef(fit, place, odd), asked)).to.include('no plain number: coef');
      }
      const shifted = { ...fit, intercept: fit.intercept.map((b) => b + 1e-10) };
      expect(kindsOf(shifted, asked)).to.include('intercept');
      const denied = { ...fit, problems: fit.problems.map((each) => ({ ...each, converged: !each.converged })) };
      expect(kindsOf(denied, asked)).to.include('converged');
      const better = fit.problems.map((each) => ({ ...each, objective: each.objective * (1 - 1e-6) }));
      expect(kindsOf({ ...fit, problems: better }, asked)).to.include('objective');

      const excluded = posed.factors?.indexOf(Infinity) ?? -1;
      if (excluded >= 0) expect(kindsOf(withCoef(fit, excluded, 1e-9), asked)).to.include('excluded feature');
      const loose = posed.factors?.indexOf(0) ?? -1;
      if (loose >= 0 && name !== 'ridge') {
        const off = kindsOf(withCoef(fit, loose, fit.coef.values[loose]! + 1e-6), asked);
        expect(off.includes('unpenalised features') || off.includes('intercept')).to.equal(true);
      }
      if (loose >= 0 && !posed.weights) {
        const { X } = posed;
        const mean = X.values.reduce((sum, x, at) => (at % X.cols === loose ? sum + x / X.rows : sum), 0);
        const off = withCoef(fit, loose, fit.coef.values[loose]! + 1e-6);
        const intercept = fit.intercept.with(0, fit.intercept[0]! - 1e-6 * mean);
        expect(kindsOf({ ...off, intercept }, asked)).to.include('unpenalised features');
      }
      if (posed.positive) expect(kindsOf(withCoef(fit, place, -own), asked)).to.include('negative');
    });

    if (name === 'ridge' || name === 'least squares') continue;
    it(`finds that a gap is told too small: ${name}`, async () => {
      const { fit, asked } = await fitted({ ...change, maxIter: 1, tol: 1e-12 });
      expect(fit.problems.some(({ relativeGap }) => relativeGap > 1e-9)).to.equal(true);
      expect(kindsOf(fit, asked)).to.deep.equal([]);
      const parts = fit.problems.map((told, b) => {
        const problem = asked.problems[b]!;
        const { gap, meanSquare } = judge(problem, told.alpha, returnedOf(fit, problem));
        return (0.99 * gap) / (told.relativeGap * meanSquare);
      });
      const problems = fit.problems.map((told, b) => {
        const [dualGap, relativeGap] = [told.dualGap * parts[b]!, told.relativeGap * parts[b]!];
        return { ...told, dualGap, relativeGap };
      });
      const dualGap = problems.reduce((sum, told) => sum + told.dualGap, 0);
      expect(kindsOf({ ...fit, problems, dualGap }, asked)).to.deep.equal(
        problems.map(() => 'gap understated, not converged'),
      );
    });
  }

  it('finds what is selected above the largest alpha, and in a column that is one number', async () => {
    const { fit, asked } = await fitted({ ratios: [1.001], columns: 'constant', tol: 1e-2 });
    const { constant } = asked.problems[0]!;
    expect(kindsOf(fit, asked)).to.deep.equal([]);
    const [used, still] = [constant.indexOf(false), constant.indexOf(true)];
    expect(kindsOf(withCoef(fit, used, 1e-9), asked)).to.include('selected above alphaMax');
    expect(kindsOf(withCoef(fit, still, 1e-9), asked)).to.include('constant column');
  });

  it('takes errors only if they name a function, and what it was given', () => {
    const own = drawn({ ...drawOf(7, 0), ...PLAIN, groups: 'none' });
    const kinds = (error: unknown): string[] => wrongError(error, own, problemsOf(own.posed)).map(({ kind }) => kind);
    expect(kinds(new TypeError("Cannot read properties of undefined (reading 'rows')"))[0]).to.match(
      /^error: TypeError/,
    );
    expect(kinds(new RangeError('l1: alpha must be a positive number, got NaN'))[0]).to.match(/^error: RangeError/);
    expect(kinds(new RangeError('lasso.fit: X must be finite, got NaN at row 0, column 0'))[0]).to.match(/^refused/);
    const ridge = drawn({ ...own.draw, positive: true, ratios: [0] });
    const refusal = new RangeError('lasso: positive must be false where alpha is 0');
    expect(wrongError(refusal, ridge, problemsOf(ridge.posed))).to.deep.equal([]);
  });
});
