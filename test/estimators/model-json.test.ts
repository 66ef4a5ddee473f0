import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, score, support } from '../../src/estimators/linear-fit.js';
import { modelFromJSON, modelToJSON } from '../../src/estimators/model-json.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { refit, relaxed } from '../../src/selection/relaxed.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 30, features: 12, tasks: 3, rho: 0.5 });

describe('a model as JSON', () => {
  for (const make of [lasso, elasticNet, multiTaskLasso, multiTaskElasticNet, sparseGroupLasso]) {
    it(`is the same to the bit when it is read again: ${make.name}`, async () => {
      const estimator = make({ alpha: 0.1, tol: 1e-8 });
      const fit = await estimator.fit(X, Y);
      const text = JSON.stringify(modelToJSON(fit));
      const read = modelFromJSON(text);
      expect(read).to.deep.equal(fit);
      expect(modelFromJSON(JSON.parse(text))).to.deep.equal(read);
      expect(await predict(read, X)).to.deep.equal(await predict(fit, X));
      expect(await score(read, X, Y)).to.equal(await score(fit, X, Y));
      expect(support(read)).to.deep.equal(support(fit));
      const again = await estimator.fit(X, Y, { init: read });
      expect(again.iterations).to.equal(0);
      expect(again.coef).to.deep.equal(fit.coef);
    });
  }

  it('holds models without certificates, leaves out the trace, and keeps what is not 0 only', async () => {
    const fit = await lasso({ alpha: 0.3 }).fit(X, Y, { trace: true });
    const { trace: _, ...known } = fit;
    expect(modelFromJSON(modelToJSON(fit))).to.deep.equal(known);
    for (const model of [await refit(fit, [X, Y]), await relaxed(fit, [X, Y], { gamma: 0.5 })]) {
      expect(modelFromJSON(JSON.stringify(modelToJSON(model)))).to.deep.equal(model);
    }
    const { tasks } = modelToJSON(fit);
    expect(tasks.map(({ features }) => features.length)).to.deep.equal(
      [0, 1, 2].map((t) => fit.coef.values.slice(12 * t, 12 * t + 12).filter((w) => w !== 0).length),
    );
  });

  it('writes numbers that JSON does not have', () => {
    const coef = { rows: 2, cols: 2, values: Float64Array.of(5e-324, 0.1 + 0.2, 0, -1.7976931348623157e308) };
    const about = { dualGap: Infinity, problems: [{ relativeGap: Number.NaN }, { relativeGap: -0 }] } as object;
    const model = { coef, intercept: Float64Array.of(-0, 1 / 3), ...about };
    const read = modelFromJSON(JSON.stringify(modelToJSON(model)));
    expect(read).to.deep.equal(model);
    expect(Object.is(read.intercept[0], -0)).to.equal(true);
  });

  it('says what is wrong with what is read', async () => {
    const good = modelToJSON(await lasso({ alpha: 0.3 }).fit(X, Y));
    const task = { features: [1, 4], coef: [1, 2] };
    const broken: [unknown, string][] = [
      ['{"format":', 'the text must be JSON: '],
      ['[]', "format must be 'tensor-lasso/model', got []"],
      [undefined, "format must be 'tensor-lasso/model', got undefined"],
      [{ coef: [1] }, "format must be 'tensor-lasso/model', got undefined"],
      [{ ...good, format: 'onnx' }, "format must be 'tensor-lasso/model', got 'onnx'"],
      [{ ...good, version: 2 }, 'version must be 1, the only one that this release reads, got 2'],
      [{ ...good, features: 0 }, 'features must be a whole number >= 1, got 0'],
      [{ ...good, tasks: [] }, 'tasks must be a list of at least one, got []'],
      [{ ...good, tasks: [3] }, 'tasks[0] must be an object with features and coef, got 3'],
      [{ ...good, tasks: [{ coef: [] }] }, 'tasks[0].features must be a list, got undefined'],
      [{ ...good, tasks: [{ ...task, coef: [1] }] }, 'tasks[0].coef must be a list of 2 numbers, got 1'],
      [{ ...good, tasks: [{ ...task, coef: [1, 'x'] }] }, "tasks[0].coef[1] must be a finite number, got 'x'"],
      [{ ...good, tasks: [{ ...task, coef: [1, null] }] }, 'tasks[0].coef[1] must be a finite number, got null'],
      [
        { ...good, tasks: [{ ...task, features: [4, 1] }] },
        'tasks[0].features[1] must be a whole number below 12, above the one before it, got 1',
      ],
      [
        { ...good, tasks: [{ ...task, features: [1, 12] }] },
        'tasks[0].features[1] must be a whole number below 12, above the one before it, got 12',
      ],
      [{ ...good, intercept: [1] }, 'intercept must be a list of 3 numbers, got 1'],
      [{ ...good, intercept: [1, 2, 'NaN'] }, "intercept[2] must be a finite number, got 'NaN'"],
      [{ ...good, format: 1n }, "format must be 'tensor-lasso/model', got 1n"],
      [Promise.resolve(good), "format must be 'tensor-lasso/model', got a Promise: await it"],
      [{ ...good, about: 7 }, 'about must be an object, got 7'],
    ];
    for (const [json, message] of broken) expect(() => modelFromJSON(json)).to.throw(TypeError, message);
  });

  it('takes no more than it may from a few bytes', () => {
    const text = (features: number, about: string, tasks = 1) => {
      const task = '{"features":[],"coef":[]}';
      const lists = `"tasks":[${new Array(tasks).fill(task)}],"intercept":[${new Array(tasks).fill(0)}]`;
      return `{"format":"tensor-lasso/model","version":1,"features":${features},${lists},"about":{${about}}}`;
    };
    const fails = (json: string, message: string) =>
      expect(() => modelFromJSON(json)).to.throw(TypeError, `modelFromJSON: ${message}`);
    fails(text(1e9, ''), 'features must be at most 134217728 for 1 tasks, got 1000000000');
    fails(text(2 ** 26, '', 3), 'features must be at most 44739242 for 3 tasks, got 67108864');
    expect(modelFromJSON(text(2 ** 20, '')).coef).to.include({ rows: 1, cols: 2 ** 20 });
    const nested = (depth: number) => `"x":${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(modelFromJSON(text(2, nested(32)))).to.have.property('x');
    for (const depth of [33, 5000, 200_000])
      fails(text(2, nested(depth)), 'about must be nested at most 32 deep, got more');
    fails(text(2, '"x":[{"__proto__":{"polluted":true}}]'), 'about must not name __proto__, got it');
    fails(
      `{"format":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      "format must be 'tensor-lasso/model', got an array of 1",
    );
    expect({}).not.to.have.property('polluted');
  });

  it('says what cannot be written', () => {
    const coef = { rows: 1, cols: 1, values: Float64Array.of(1) };
    const round: Record<string, unknown> = {};
    round.round = round;
    for (const [model, message] of [
      [null, 'fit must be a fit, or another model with coef, got null'],
      [Promise.resolve({}), 'fit must be a fit, or another model with coef, got a Promise: await it'],
      [{ coef }, 'fit.intercept must be 1 numbers, one for each task, got undefined'],
      [{ coef, intercept: [1], round }, 'about must be nested at most 32 deep, got more'],
    ] as const) {
      expect(() => modelToJSON(model as never)).to.throw(TypeError, `modelToJSON: ${message}`);
    }
  });
});
