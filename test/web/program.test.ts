import { expect } from 'chai';
import blankTypes from 'ts-blank-space';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { problemOf } from '../../web/problem.js';
import { programFor } from '../../web/program.js';
import { consistent, DEFAULTS, type NumberSetting, RANGES, type Settings } from '../../web/settings.js';
import { runProgram } from '../support/run-program.js';
import { type Snippets, snippets } from '../support/snippets.js';

const alphas = { lasso: 0.4, multiTask: 1.2 };
const CASES: readonly Partial<Settings>[] = [
  {},
  { seed: 7, samples: 50, features: 12, tasks: 6, relevant: 3, standardize: true },
  { noise: 2, tasks: 5 },
  { correlation: 0.8, noise: 0.5, tasks: 5, backend: 'cpu' },
];

describe('the program of the explorer', () => {
  const settings = CASES.map((own) => ({ ...DEFAULTS, ...own }));
  let programs: Snippets;
  before(async () => {
    programs = await snippets('explorer', [
      ...settings.map((each) => programFor(each, alphas, false)),
      programFor(DEFAULTS, alphas, true),
    ]);
  });

  it('type-checks, for the example and for data of the person', () => programs.typeCheck());

  for (const [k, own] of settings.entries()) {
    it(`finds what the page finds: ${JSON.stringify(CASES[k])}`, async () => {
      const { X, Y } = problemOf(own);
      const { standardize, backend } = own;
      const how = backend === 'auto' ? { standardize } : { standardize, backend, solver: 'restartedFista' as const };
      const single = await lasso({ alpha: alphas.lasso, ...how }).fit(X, Y);
      const joint = await multiTaskLasso({ alpha: alphas.multiTask, ...how }).fit(X, Y);
      const nonZeros = single.coef.values.filter((w) => w !== 0).length;
      const { stdout } = await programs.run(k);
      expect(stdout).to.equal(`Lasso: ${nonZeros} non-zero; multi-task Lasso: ${support(joint).length} features\n`);
    });
  }
});

describe('the program of the explorer, of any settings', () => {
  it('makes the same data and the same fits to the bit', async () => {
    const rng = randomState(9);
    for (let k = 0; k < 40; k++) {
      const pick = (name: NumberSetting): number => {
        const { min, max, step } = RANGES[name];
        return Number((Math.round((min + rng.randomSample(1)[0]! * (max - min)) / step) * step).toFixed(4));
      };
      const asked = { ...DEFAULTS, samples: 10 * (1 + (k % 5)), features: 2 + (k % 13), tasks: 1 + (k % 4) };
      const own = consistent({
        ...asked,
        relevant: pick('relevant'),
        noise: k % 3 === 0 ? 1 : pick('noise'),
        correlation: k % 4 === 0 ? 0 : pick('correlation'),
        seed: pick('seed'),
        standardize: k % 2 === 1,
        backend: k % 5 === 0 ? 'cpu' : 'auto',
      });
      const { X, Y } = problemOf(own);
      const given = { lasso: 0.1 + rng.randomSample(1)[0]! / 3, multiTask: 1 / 3 };
      const how = {
        standardize: own.standardize,
        ...(own.backend === 'auto' ? {} : { backend: own.backend, solver: 'restartedFista' as const }),
      };
      const fits = {
        single: await lasso({ alpha: given.lasso, ...how }).fit(X, Y),
        joint: await multiTaskLasso({ alpha: given.multiTask, ...how }).fit(X, Y),
      };
      const program = blankTypes(programFor(own, given, false)).replace(
        /^console.log.*$/m,
        'return { single, joint };',
      );
      const again = (await runProgram(program, {})) as typeof fits;
      for (const name of ['single', 'joint'] as const) {
        expect(again[name].coef, program).to.deep.equal(fits[name].coef);
        expect(again[name].problems, program).to.deep.equal(fits[name].problems);
      }
    }
  });
});

describe('problemOf', () => {
  it('is the worked example by default, and keeps its signal where the noise is another', () => {
    const plain = problemOf(DEFAULTS);
    const [quiet, loud] = [problemOf({ ...DEFAULTS, noise: 0 }), problemOf({ ...DEFAULTS, noise: 2 })];
    expect(quiet.X.values).to.deep.equal(plain.X.values);
    plain.Y.values.forEach((y, at) => {
      expect(loud.Y.values[at]! - y).to.be.closeTo(y - quiet.Y.values[at]!, 1e-12);
    });
  });

  it('has neighbours of the correlation that is asked for, each of variance 1', () => {
    const { X } = problemOf({ ...DEFAULTS, samples: 500, features: 40, correlation: 0.6 });
    let [square, product] = [0, 0];
    for (let i = 0; i < 500; i++) {
      for (let j = 20; j < 40; j++) {
        const at = i * 40 + j;
        square += X.values[at]! ** 2 / 10_000;
        product += (X.values[at]! * X.values[at - 1]!) / 10_000;
      }
    }
    expect(square).to.be.closeTo(1, 0.05);
    expect(product).to.be.closeTo(0.6, 0.05);
  });
});
