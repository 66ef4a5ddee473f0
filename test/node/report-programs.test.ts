import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { sineTasks } from '../../src/data/sine-tasks.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import * as exported from '../../src/index.js';
import type { ReportOptions } from '../../src/node/report/parts.js';
import type { Reported } from '../../src/node/report/reported.js';
import { reportPage } from '../../src/node/report.js';
import { type RandomState, randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';
import { runProgram } from '../support/run-program.js';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** The program of a page. */
async function programOf(what: Reported, options: ReportOptions): Promise<string> {
  const [, code = ''] = (await reportPage(what, options)).match(/<pre><code>([\s\S]*?)<\/code>/)!;
  return code.replace(/&(amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!);
}

/** What a program of one call gives. */
const ran = (program: string, scope: Readonly<Record<string, unknown>>): Promise<unknown> =>
  runProgram(program.replace(/^await /m, 'return await '), scope);

const { X, Y } = sineTasks(randomState(3), { samples: 24, features: 8, tasks: 3, relevant: 3 });
const gaps: Matrix = { ...Y, values: Y.values.map((y, at) => (at % 7 === 2 ? Number.NaN : y)) };

/** All of a fit but how long it took. */
const plain = ({ coef, intercept, problems, solver, backend, warnings }: LinearFit) => ({
  coef,
  intercept,
  problems,
  solver,
  backend,
  warnings,
});

type Options = Record<string, unknown>;
type Make = (options: never) => Estimator;

const PAIRS = [[0, 5], [1, 2, 3], [7, 4], [6]];
const oneOf = <T>(rng: RandomState, values: readonly T[]): T =>
  values[Math.floor(rng.randomSample(1)[0]! * values.length)]!;

/** Options of all estimators, at random; of features of a group the same factor. */
function common(rng: RandomState, problems: number): Options {
  const [small] = rng.randomSample(1);
  const factors = PAIRS.map(() => oneOf(rng, [0, -0, 1, 0.3, 2, 1e-300, Infinity]));
  const penaltyFactor = Array.from({ length: 8 }, (_, j) => factors[PAIRS.findIndex((pair) => pair.includes(j))]!);
  const alphas = Array.from({ length: problems }, () => oneOf(rng, [0.1 * small!, 0.3, 1e-300, 0]));
  const all: Options = {
    alpha: oneOf<unknown>(rng, [0.01 + small!, 0.3, 0, -0, 1e-300, 1e9, alphas, alphas]),
    fitIntercept: oneOf(rng, [undefined, false, true]),
    standardize: oneOf(rng, [undefined, true]),
    positive: oneOf(rng, [undefined, undefined, true]),
    penaltyFactor: oneOf<unknown>(rng, [
      undefined,
      penaltyFactor,
      Float32Array.from(penaltyFactor),
      Float64Array.from(penaltyFactor),
    ]),
    tol: oneOf(rng, [undefined, 1e-10, 1 / 3e6]),
    maxIter: oneOf(rng, [2, 300]),
    missing: oneOf(rng, [undefined, 'mask', 'error']),
    solver: oneOf(rng, [undefined, 'auto', 'gram', 'workingSets', 'fista', 'douglasRachford']),
    backend: oneOf(rng, [undefined, 'cpu', 'auto']),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const LABELS = ["it's", 'b"', 'b"', 'b"', '\\', "it's", '\u2028', '\\'];
const ratio = (rng: RandomState): Options =>
  oneOf(rng, [{}, { l1Ratio: 0.9 }, { l1Ratio: 1 }, { l1Ratio: 0 }, { l1Ratio: 1 / 3 }]);
const groups = (rng: RandomState): Options => ({
  groups: oneOf<unknown>(rng, [
    PAIRS,
    LABELS,
    Int32Array.of(5, -1, -1, -1, 7, 5, 0, 7),
    Float64Array.of(0.5, 1, 1, 1, 7, 0.5, -0, 7),
  ]),
  ...oneOf(rng, [{}, { groupWeights: [1, 2, 0.1, 1e-300] }, { groupWeights: Float32Array.of(0.1, 2, 3, 4) }]),
});

const FAMILY: Readonly<Record<string, { make: Make; joint: boolean; own: (rng: RandomState) => Options }>> = {
  lasso: { make: exported.lasso as Make, joint: false, own: () => ({}) },
  elasticNet: { make: exported.elasticNet as Make, joint: false, own: ratio },
  multiTaskLasso: { make: exported.multiTaskLasso as Make, joint: true, own: () => ({}) },
  multiTaskElasticNet: { make: exported.multiTaskElasticNet as Make, joint: true, own: ratio },
  groupLasso: { make: exported.groupLasso as Make, joint: false, own: (rng) => ({ solver: 'auto', ...groups(rng) }) },
  sparseGroupLasso: {
    make: exported.sparseGroupLasso as Make,
    joint: true,
    own: (rng) => ({ ...ratio(rng), ...oneOf(rng, [{}, groups(rng), groups(rng)]) }),
  },
};

describe('the program of a report', () => {
  for (const [name, { make, joint, own }] of Object.entries(FAMILY)) {
    it(`gives the same fit to the bit, whatever was asked of ${name}`, async () => {
      const rng = randomState(11);
      let fitted = 0;
      for (let k = 0; k < 60; k++) {
        const options = { ...common(rng, joint ? 1 : 3), ...own(rng) };
        const targets = options.missing === 'mask' ? gaps : Y;
        let estimator: Estimator;
        let fit: LinearFit;
        try {
          estimator = make(options as never);
          fit = await estimator.fit(X, targets);
        } catch (error) {
          if (error instanceof RangeError || error instanceof TypeError) continue; // options that do not go together
          throw error;
        }
        fitted++;
        const program = await programOf(fit, { estimator });
        const again = (await ran(program, { X, Y: targets })) as LinearFit;
        expect(plain(again), program).to.deep.equal(plain(fit));
      }
      expect(fitted).to.be.above(15);
    });
  }

  it('ends at the penalty that it cannot hold, and gives the same fit with it', async () => {
    for (const options of [{ alpha: 0.3 }, { alpha: [0.3, 0.1, 0.2], joint: false, standardize: true }]) {
      const estimator = exported.penalised({ penalty: exported.l21, ...options });
      const fit = await estimator.fit(X, Y);
      const program = await programOf(fit, { estimator });
      expect(program).to.include('// penalty is not part of the record: put in the function that was given\n');
      expect(String(await failure(ran(program, { X, Y })))).to.equal('ReferenceError: penalty is not defined');
      expect(plain((await ran(program, { X, Y, penalty: exported.l21 })) as LinearFit)).to.deep.equal(plain(fit));
    }
  });

  it('has all fits of a page, each with the alphas that it was fitted at', async () => {
    const estimator = exported.lasso({ alpha: 1, tol: 1e-8 });
    const fits = [];
    for await (const fit of estimator.path(X, Y, [0.5, [0.1, 0.2, 0.3]])) fits.push({ name: 'step', fit, estimator });
    const program = await programOf(fits, {});
    expect(program.match(/^await .*$/gm)).to.deep.equal([
      'await lasso({ alpha: 0.5, tol: 1e-8 }).fit(X, Y);',
      'await lasso({ alpha: [0.1, 0.2, 0.3], tol: 1e-8 }).fit(X, Y);',
    ]);
  });

  it('makes the same cross-validation to the bit, whatever was asked', async () => {
    const rng = randomState(5);
    const compared = new Set<string>();
    for (let k = 0; k < 40; k++) {
      const name = oneOf(rng, Object.keys(FAMILY));
      const { make, own } = FAMILY[name]!;
      const options: Options = own(rng);
      const split = randomState(k);
      const how: Options = {
        splits: oneOf<unknown>(rng, [
          undefined,
          exported.kFold(24, 3),
          exported.kFold(24, 3, split),
          exported.shuffleSplit(24, 3, split, 0.3),
          exported.rollingOrigin(24, { splits: 3 }),
          [
            { train: [0, 1, 2, 3, 4, 5, 6], test: [7, 8, 9] },
            { train: [9, 8, 7, 6, 6, 5], test: [0, 1] },
          ],
        ]),
        ...oneOf(rng, [
          { alphas: [0.5, 0.2, 0.1] },
          { alphas: exported.alphaGrid(2, { count: 5 }) },
          { count: 4 },
          { count: 4, eps: 0.037 },
          { count: 3, eps: 1e-2 },
          { count: 1 },
        ]),
        score: oneOf(rng, [undefined, 'mae', 'r2']),
        rule: oneOf(rng, [undefined, 'oneStandardError']),
        perTask: oneOf(rng, [undefined, false, true]),
        ...('l1Ratio' in options ? { l1Ratios: oneOf(rng, [undefined, [0.5], [0.2, 1], [1, 0.4]]) } : {}),
      };
      const data = { X, Y: oneOf(rng, [Y, { ...Y, cols: 1, values: Y.values.filter((_, at) => at % 3 === 0) }]) };
      const given = Object.fromEntries(
        Object.entries({ ...options, ...how }).filter(([, value]) => value !== undefined),
      );
      const validation = await exported.crossValidate(make, data.X, data.Y, given as never).catch((error) => {
        if (!(error instanceof RangeError)) throw error; // a ridge has no largest alpha
      });
      if (!validation) continue;
      const estimator = make({ ...options, alpha: 1 } as never);
      const program = await programOf(validation, { estimator });
      const again = (await ran(program, data)) as exported.CrossValidation;
      const { splits: _, fit, ...rest } = validation;
      const { splits: _again, fit: fitAgain, ...restAgain } = again;
      expect(restAgain, program).to.deep.equal(rest);
      expect(plain(fitAgain), program).to.deep.equal(plain(fit));
      compared.add(name);
    }
    expect([...compared].sort()).to.deep.equal(Object.keys(FAMILY).sort());
  });

  it('asks for what the record of a cross-validation does not hold', async () => {
    const validation = await exported.crossValidate(exported.lasso, X, Y, { count: 3, eps: 0.01 });
    const [curve] = validation.curves;
    const alphas = curve!.alphas.map((own, step) => (step === 1 ? own.map((alpha) => 1.01 * alpha) : own));
    const program = await programOf(
      { ...validation, curves: [{ ...curve!, alphas }] },
      { estimator: exported.lasso({ alpha: 1 }) },
    );
    expect(program).to.include(
      '// eps is not part of the record: put in the smallest alpha as a part of the largest\n',
    );
    expect(String(await failure(ran(program, { X, Y })))).to.equal('ReferenceError: eps is not defined');
  });

  it('makes the same stability selection to the bit, whatever was asked', async () => {
    const rng = randomState(6);
    const compared = new Set<string>();
    for (let k = 0; k < 25; k++) {
      const name = oneOf(rng, Object.keys(FAMILY));
      const { make, own } = FAMILY[name]!;
      const options: Options = own(rng);
      const draw = oneOf(rng, [undefined, 7]);
      const how: Options = {
        ...oneOf(rng, [{}, { q: 2 }, { threshold: 0.9, q: Infinity }, { q: 3, pfer: 2 }, { threshold: 0.6, q: 3 }]),
        ...oneOf(rng, [{ count: 4 }, { count: 4, eps: 0.037 }, { alphas: [0.5, 0.2, 0.1] }]),
        ...oneOf(rng, [{}, { pairs: false }, { assumption: 'none' }]),
        resamples: oneOf(rng, [10, 20]),
        ...(draw === undefined ? {} : { rng: randomState(draw) }),
      };
      const rows = oneOf(rng, [24, 23]);
      const data = {
        X: { ...X, rows, values: X.values.subarray(0, rows * X.cols) },
        Y: { ...Y, rows, values: Y.values.subarray(0, rows * Y.cols) },
      };
      const selection = await exported
        .stabilitySelection(make, data.X, data.Y, { ...options, ...how } as never)
        .catch((error) => {
          if (!(error instanceof RangeError)) throw error; // bounds that cannot be had
        });
      if (!selection) continue;
      const program = await programOf(selection, { estimator: make({ ...options, alpha: 1 } as never) });
      expect(program.includes('// rng is not part of the record')).to.equal(draw !== undefined);
      const scope = draw === undefined ? data : { ...data, rng: randomState(draw) };
      expect(await ran(program, scope), program).to.deep.equal(selection);
      compared.add(name);
    }
    expect(compared.size).to.be.above(4);
  });
});
