import { expect } from 'chai';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import type { GroupsInput } from '../../src/estimators/groups.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { FitOptions } from '../../src/estimators/model.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import { refit } from '../../src/selection/relaxed.js';
import { lassoCV } from '../../src/selection/short-forms.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const X = [[1], [2], [4]];
const Y = [1, 2, 4];
const estimator = lasso({ alpha: 0.1, tol: 1e-12 });
/** `1 − n α/‖x − x̄‖²`: y is x, and soft thresholding takes that off. */
const RIGHT = 1 - (3 * 0.1) / (14 / 3);

const weighted = (weights: unknown) => ({ sampleWeight: weights as number[] });

describe('sample weights', () => {
  it('of 1 change nothing, in any list of numbers', async () => {
    for (const type of [Float64Array, Float32Array, Int32Array, Uint8Array]) {
      const { coef } = await estimator.fit(X, Y, { sampleWeight: type.of(1, 1, 1) });
      expect(coef.values[0]).to.be.closeTo(RIGHT, 1e-9);
    }
    expect(RIGHT).to.be.closeTo(0.9357, 1e-4);
  });

  const wrong: [unknown, string][] = [
    [['1', '1', '1'], "the string '1' at 0"],
    [[[1], [1], [1]], '[1] at 0'],
    [[1, null, 1], 'null at 1'],
    [[1, true, 1], 'true at 1'],
    [[1n, 1n, 1n], 'the bigint 1n at 0'],
    [BigInt64Array.of(1n, 1n, 1n), 'a BigInt64Array of 3'],
    [null, 'null'],
    [1, '1'],
    ['111', "'111'"],
    [Promise.resolve([1, 1, 1]), 'a Promise: await it'],
  ];
  const message = (name: string, got: string) =>
    `${name}: sampleWeight must be 3 numbers >= 0, not all of them 0, got ${got}`;
  for (const [weights, got] of wrong) {
    it(`are refused: ${got}`, async () => {
      const fit = await estimator.fit(X, Y);
      const all: [string, Promise<unknown>][] = [
        ['lasso.fit', estimator.fit(X, Y, weighted(weights))],
        ['lasso.alphaMax', estimator.alphaMax(X, Y, weighted(weights))],
        ['refit', refit(fit, [X, Y], weighted(weights))],
        ['lassoCV', lassoCV(X, Y, weighted(weights))],
      ];
      for (const [name, failing] of all) {
        expect(await failure(failing))
          .to.be.instanceOf(TypeError)
          .with.property('message', message(name, got));
      }
    });
  }
});

describe('options of a fit', () => {
  it('are refused where they do not exist, or are none', async () => {
    const known = 'onProgress, signal, init, sampleWeight';
    for (const [options, got] of [
      [{ sample_weight: [1, 0, 0] }, `unknown option sample_weight, expected ${known}, trace`],
      [[1, 0, 0], `options must be an object with any of ${known}, trace, got [1, 0, 0]`],
      [Float64Array.of(1, 0, 0), `options must be an object with any of ${known}, trace, got a Float64Array of 3`],
      [null, `options must be an object with any of ${known}, trace, got null`],
      [{ trace: 'yes' }, "trace must be true or false, got 'yes'"],
      [{ signal: {} }, 'signal must be an AbortSignal, got an object'],
      [{ onProgress: true }, 'onProgress must be a function, got true'],
    ] as const) {
      const error = await failure(estimator.fit(X, Y, options as unknown as FitOptions));
      expect(error).to.have.property('message', `lasso.fit: ${got}`);
    }
    const along = async (options: object) => {
      for await (const _ of estimator.path(X, Y, [1], options));
    };
    expect(await failure(along({ tol: 1 }))).to.have.property(
      'message',
      `lasso.path: unknown option tol, expected ${known}, reuse`,
    );
    expect(await failure(estimator.alphaMax(X, Y, { init: 1 } as object))).to.have.property(
      'message',
      'lasso.alphaMax: unknown option init, expected sampleWeight',
    );
  });

  it('name what is wrong with a start', async () => {
    const shape = 'init must have coef of shape 1 x 1 (tasks, features)';
    const values = (...own: number[]) => ({ rows: 1, cols: 1, values: Float64Array.from(own) });
    for (const [init, got] of [
      [{}, `${shape}, got an object`],
      [5, `${shape}, got 5`],
      [null, `${shape}, got null`],
      [estimator.fit(X, Y), `${shape}, got a Promise: await it`],
      [{ coef: { rows: 1, cols: 2, values: new Float64Array(2) } }, `${shape}, got 1 x 2`],
      [{ coef: values(1, 2) }, 'init.coef must have as many numbers as its shape [1, 1] says, got 2'],
      [{ coef: values() }, 'init.coef must have as many numbers as its shape [1, 1] says, got 0'],
      [{ coef: values(Number.NaN) }, 'init.coef must be finite, got NaN at row 0, column 0'],
    ] as const) {
      const error = await failure(estimator.fit(X, Y, { init } as unknown as FitOptions));
      expect(error).to.have.property('message', `lasso.fit: ${got}`);
    }
  });
});

describe('lists of an estimator', () => {
  const make = (options: object): Estimator => lasso({ alpha: 0.1, ...options } as EstimatorOptions);

  it('are copied: a change after the check is none', async () => {
    const data = design({ tasks: 2 });
    const alpha = [0.1, 0.2];
    const penaltyFactor = new Float64Array(12).fill(1);
    const own = make({ alpha, penaltyFactor });
    const before = await own.fit(data.X, data.Y);
    alpha[0] = -5;
    penaltyFactor[0] = -1;
    expect(own.options.alpha).to.deep.equal([0.1, 0.2]);
    expect(await own.fit(data.X, data.Y)).to.deep.equal(before);
  });

  it('are refused where they hold something else than numbers', () => {
    const expected = 'lasso: penaltyFactor must be a list of numbers >= 0, got';
    for (const [penaltyFactor, got] of [
      [[null, 1], 'null at 0'],
      [[1, true], 'true at 1'],
      [['2', 1], "the string '2' at 0"],
      [[new Date(), 1], 'a Date at 0'],
      [null, 'null'],
      ['12', "'12'"],
    ] as const) {
      expect(() => make({ penaltyFactor })).to.throw(TypeError, `${expected} ${got}`);
    }
    expect(() => make({ penaltyFactor: [1, Number.NaN] })).to.throw(RangeError, `${expected} NaN at 1`);
    expect(() => make({ alpha: ['0.1', 1] })).to.throw(
      TypeError,
      "lasso: alpha must be a number >= 0, or one for each problem, got the string '0.1' at 0",
    );
  });

  it('may be typed arrays wherever they are lists', async () => {
    const data = design({ tasks: 3 });
    const most = await make({}).alphaMax(data.X, data.Y);
    const half = most.map((alpha) => alpha / 2);
    const plain = await make({ alpha: Array.from(half) }).fit(data.X, data.Y);
    expect(await make({ alpha: half }).fit(data.X, data.Y)).to.deep.equal(plain);
    const steps: unknown[] = [];
    for await (const fit of make({}).path(data.X, data.Y, [most, half])) steps.push(fit.coef);
    expect(steps.at(-1)).not.to.deep.equal(steps[0]);
    const one: number[] = [];
    for await (const fit of multiTaskLasso({ alpha: 1 }).path(data.X, data.Y, Float32Array.of(0.5, 0.25))) {
      one.push(fit.problems[0]!.alpha);
    }
    expect(one).to.deep.equal([0.5, 0.25]);
  });
});

describe('groups of features', () => {
  const data = design({ features: 4, tasks: 1 });
  const made = (groups: unknown, groupWeights?: unknown) =>
    groupLasso({ alpha: 0.1, groups, ...(groupWeights !== undefined && { groupWeights }) } as EstimatorOptions & {
      groups: GroupsInput;
    }).fit(data.X, data.Y);

  it('are the same in any list', async () => {
    const right = await made([0, 1, 1, 0]);
    for (const groups of [
      Float64Array.of(0, 1, 1, 0),
      ['a', 'b', 'b', 'a'],
      [
        [0, 3],
        [1, 2],
      ],
      [Uint8Array.of(3, 0), Int32Array.of(1, 2)],
    ]) {
      expect(await made(groups)).to.deep.equal(right);
    }
    const weights = Float32Array.of(1, 2);
    expect(await made([0, 1, 1, 0], weights)).to.deep.equal(await made([0, 1, 1, 0], [1, 2]));
  });

  it('are refused where labels tell nothing apart', () => {
    const expected = 'groupLasso: groups must hold each feature once, as a label for each or as lists of features, got';
    for (const [groups, got] of [
      [[null, null, 1, 1], 'null at 0'],
      [[1, Number.NaN, Number.NaN, 1], 'NaN at 1'],
      [[1, 1, '1', '1'], "the string '1' at 2 beside 1 at 0"],
      [[[0, 1], 2, 3], '2 at 1 among lists'],
      [
        [
          ['0', 1],
          [2, 3],
        ],
        "the string '0' in groups[0] of 4 in all",
      ],
      [new Date(), 'a Date'],
      [null, 'null'],
    ] as const) {
      expect(() => made(groups)).to.throw(TypeError, `${expected} ${got}`);
    }
    expect(() => made([0, 1, 1, 0], ['1', 2])).to.throw(
      TypeError,
      "groupLasso: groupWeights must be 2 positive numbers, one a group, got the string '1' at 0",
    );
  });
});
