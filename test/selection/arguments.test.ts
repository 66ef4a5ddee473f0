import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { bootstrap } from '../../src/selection/bootstrap.js';
import { chooseByCriterion } from '../../src/selection/choose-by-criterion.js';
import { collectPath } from '../../src/selection/collect-path.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { fitTasks } from '../../src/selection/fit-tasks.js';
import type { MakeEstimator } from '../../src/selection/path.js';
import { path } from '../../src/selection/path.js';
import { lassoCV } from '../../src/selection/short-forms.js';
import { kFold, type Split } from '../../src/selection/splits.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 30, features: 4, tasks: 2 });

type Run = (make: unknown, X: unknown, Y: unknown, options?: unknown) => Promise<unknown>;

/** All that fits estimators of a family. */
const FAMILIAL: Record<string, Run> = {
  crossValidate: crossValidate as Run,
  stabilitySelection: stabilitySelection as Run,
  bootstrap: bootstrap as Run,
  chooseByCriterion: chooseByCriterion as Run,
  path: (make, x, y, ...options) =>
    collectPath(path(make as MakeEstimator, x as Matrix, y as Matrix, ...(options as [object]))),
};

for (const [name, run] of Object.entries(FAMILIAL)) {
  const small = { alpha: 0.1, resamples: 4, count: 3 };
  const { alpha: _, ...without } = small;
  const usual =
    name === 'bootstrap' ? { alpha: 0.1, resamples: 4 } : name === 'stabilitySelection' ? without : { count: 3 };
  const fails = async (message: string | RegExp, ...given: Parameters<Run>) => {
    const error = await failure(run(...given));
    expect(error).to.be.instanceOf(Error);
    const { message: said } = error as Error;
    if (typeof message === 'string') expect(said).to.equal(`${name}: ${message}`);
    else expect(said).to.match(message);
  };

  describe(`what ${name} is given`, () => {
    it('may leave its options out, where all have a default', async () => {
      if (name === 'bootstrap')
        await fails(/^bootstrap: options must be an object with any of .*, got undefined$/, lasso, X, Y);
      else expect(await failure(run(lasso, X, Y))).to.equal(undefined);
    });

    it('is named where it is no object', async () => {
      for (const [options, got] of [
        [null, 'null'],
        [5, '5'],
        ['alpha', "'alpha'"],
        [[0.1], '[0.1]'],
        [new Date(0), 'a Date'],
        [Promise.resolve({}), 'a Promise: await it'],
      ] as const) {
        await fails(
          new RegExp(`^${name}: options must be an object with any of .*, got ${got.replaceAll(/[[\]]/g, '\\$&')}$`),
          lasso,
          X,
          Y,
          options,
        );
      }
    });

    it('is named where it is no family', async () => {
      const expected = 'make must be a function that makes an estimator, such as lasso, got';
      await fails(`${expected} an object`, lasso({ alpha: 1 }), X, Y, usual);
      await fails(`${expected} undefined`, undefined, X, Y, usual);
      await fails('what make returns must be an estimator such as lasso({ alpha: 0.1 }), got 5', () => 5, X, Y, usual);
    });

    it('is named where data are wrong', async () => {
      await fails(/: X must be nested arrays .*, got null$/, lasso, null, Y, usual);
      await fails(/: Y must be nested arrays .*, got a Promise: await it$/, lasso, X, Promise.resolve(Y), usual);
      await fails('X must be finite, got NaN at row 1, column 0', lasso, [[1], [Number.NaN]], [1, 2], usual);
      await fails('X and Y must have the same number of rows, got 30 and 2', lasso, X, [1, 2], usual);
    });

    it('is named where weights are wrong', async () => {
      const expected = 'sampleWeight must be 30 numbers >= 0, not all of them 0, got';
      await fails(`${expected} 2`, lasso, X, Y, { ...usual, sampleWeight: [1, 2] });
      await fails(`${expected} the string '1' at 0`, lasso, X, Y, { ...usual, sampleWeight: new Array(30).fill('1') });
      await fails(`${expected} null at 3`, lasso, X, Y, {
        ...usual,
        sampleWeight: Array.from({ length: 30 }, (_, i) => (i === 3 ? null : 1)),
      });
    });

    it('is named where an option does not exist, with those that do', async () => {
      const message = new RegExp(
        `^${name}: unknown option sample_weight, expected .*sampleWeight.*, fitIntercept, .*maxIter`,
      );
      await fails(message, lasso, X, Y, { ...usual, sample_weight: [1] });
      if (name === 'bootstrap') return;
      await fails(new RegExp(`^${name}: unknown option alpha, expected .*alphas`), lasso, X, Y, { ...usual, alpha: 1 });
    });

    it('is named where options that depend on data do not go with them', async () => {
      const penaltyFactor = [1, 2];
      await fails('penaltyFactor must have 4 numbers like X columns, got 2', lasso, X, Y, { ...usual, penaltyFactor });
    });
  });
}

describe('numbers of a selection', () => {
  it('are refused in the name of the function that was called', async () => {
    for (const [failing, message] of [
      [
        stabilitySelection(lasso, X, Y, { resamples: 0 }),
        'stabilitySelection: resamples must be a whole number >= 1, got 0',
      ],
      [stabilitySelection(lasso, X, Y, { count: 0 }), 'stabilitySelection: count must be a whole number >= 1, got 0'],
      [crossValidate(lasso, X, Y, { count: 0 }), 'crossValidate: count must be a whole number >= 1, got 0'],
      [lassoCV(X, Y, { eps: 0 }), 'lassoCV: eps must be a number above 0 and at most 1, got 0'],
      [chooseByCriterion(lasso, X, Y, { count: 0.5 }), 'chooseByCriterion: count must be a whole number >= 1, got 0.5'],
      [collectPath(path(lasso, X, Y, { count: 0 })), 'path: count must be a whole number >= 1, got 0'],
      [lassoCV([[1]], [1]), 'lassoCV: X must have at least 2 samples, got 1'],
      [
        crossValidate(elasticNet, X, Y, { l1Ratios: [0.5, 2] }),
        'crossValidate: l1Ratios must be a list of numbers from 0 to 1, got 2 at 1',
      ],
      [fitTasks(lasso({ alpha: 1 }), X, Y, { threads: 0.5 }), 'fitTasks: threads must be a whole number >= 1, got 0.5'],
      [
        fitTasks(lasso as never, X, Y),
        'fitTasks: estimator must be an estimator such as lasso({ alpha: 0.1 }), got a function',
      ],
    ] as const) {
      expect(await failure(failing)).to.have.property('message', message);
    }
  });

  it('may be lists of any kind, and grids of one alpha', async () => {
    const alphas = [0.2, 0.1];
    const splits = kFold(30, 3);
    const right = await crossValidate(elasticNet, X, Y, { alphas, splits, l1Ratios: [0.5, 1] });
    const lists = splits.map(({ train, test }) => ({ train: Array.from(train), test: Float64Array.from(test) }));
    const same = await crossValidate(elasticNet, X, Y, {
      alphas: Float64Array.from(alphas),
      splits: lists as unknown as Split[],
      l1Ratios: Float32Array.of(0.5, 1),
    });
    expect(same).to.deep.equal(right);
    const grid = await lassoCV(X, Y, { eps: 1, count: 3, perTask: false });
    expect(new Set(grid.curves[0]!.alphas.flat())).to.have.property('size', 1);
    const steps = await collectPath(path(lasso, X, Y, { eps: 1, count: 3 }));
    expect(steps.nonZeros.values).to.deep.equal(new Float64Array(6));
    expect(steps.relativeGap.values.every((gap) => gap <= 1e-4)).to.equal(true);
  });
});

describe('weights of which few are above 0', () => {
  const sampleWeight = Float64Array.from({ length: 30 }, (_, i) => (i < 2 ? 1 : 0));

  it('are refused before work starts where a part of the samples has none', async () => {
    const started = () => expect.fail('work must not start');
    for (const [failing, part] of [
      [
        stabilitySelection(lasso, X, Y, { sampleWeight, resamples: 10, onProgress: started, rng: randomState(0) }),
        /^stabilitySelection: sampleWeight must not be 0 everywhere in half-sample \d of 10, got only zeros; leave samples of weight 0 out, or give them some$/,
      ],
      [
        bootstrap(lasso, X, Y, { alpha: 0.1, sampleWeight, resamples: 100, onProgress: started }),
        /^bootstrap: sampleWeight must not be 0 everywhere in resample \d+ of 100, got only zeros; leave samples of weight 0 out, or give them some$/,
      ],
      [
        lassoCV(X, Y, { sampleWeight, onProgress: started }),
        /^lassoCV: sampleWeight must not be 0 everywhere in splits\[0\].train, got only zeros; leave samples of weight 0 out, or give them some$/,
      ],
    ] as const) {
      const error = await failure(failing);
      expect(error).to.be.instanceOf(RangeError);
      expect((error as Error).message).to.match(part);
    }
  });

  it('are taken where each part has one', async () => {
    const half = Float64Array.from({ length: 30 }, (_, i) => i % 2);
    const { converged } = await stabilitySelection(lasso, X, Y, { sampleWeight: half, resamples: 4, count: 3 });
    expect(converged).to.equal(true);
  });

  it('are refused in the terms of a part where a task has no entry', async () => {
    const holes = { ...Y, values: Y.values.map((y, at) => (at % 2 === 1 && at > 5 ? Number.NaN : y)) };
    const some = await failure(stabilitySelection(lasso, X, holes, { missing: 'mask', resamples: 20 }));
    expect((some as Error).message).to.match(
      /^stabilitySelection: half-sample \d+ of 20 must have an entry of each task, got none of task 1$/,
    );
  });
});
