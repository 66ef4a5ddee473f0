import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { sineTasks } from '../../src/data/sine-tasks.js';
import { randomState } from '../../src/random/random-state.js';

const reference: { X: number[][]; Y: number[][]; trueCoef: number[][] } = JSON.parse(
  readFileSync(new URL('../fixtures/support-example.json', import.meta.url), 'utf8'),
);

describe('sineTasks with seed 42', () => {
  const { X, Y, coef } = sineTasks(randomState(42));

  it('has the X of the example to the last bit', () => expect(toRows(X)).to.deep.equal(reference.X));

  it('has its coefficients within two ulps, the sine being the only difference', () => {
    toRows(coef).forEach((row, t) => {
      row.forEach((w, j) => {
        expect(Math.abs(w - reference.trueCoef[t]![j]!)).to.be.at.most(Math.abs(w) * 2 ** -51);
      });
    });
  });

  it('has its Y to the last bit in every task whose coefficients agree, and within a few ulps in the others', () => {
    const same = (t: number) => toRows(coef)[t]!.every((w, j) => w === reference.trueCoef[t]![j]);
    const agreeing = reference.trueCoef.map((_, t) => t).filter(same);
    expect(agreeing.length).to.be.above(30);
    toRows(Y).forEach((row, i) => {
      row.forEach((y, t) => {
        expect(Math.abs(y - reference.Y[i]![t]!)).to.be.at.most(agreeing.includes(t) ? 0 : 2e-15);
      });
    });
  });
});

describe('sineTasks', () => {
  it('ends its period at 2π exactly, also where 25 steps of 2π/25 do not add up to it', () => {
    const [u = 0, v = 0] = randomState(7).randn(2);
    const { coef } = sineTasks(randomState(7), { samples: 1, features: 1, tasks: 26, relevant: 1 });
    expect(coef.values[25]).to.equal(Math.sin((1 + u) * 2 * Math.PI + 3 * v));
  });

  it('keeps to the sizes asked for, down to one of each', () => {
    const { X, Y, coef } = sineTasks(randomState(0), {
      samples: 1,
      features: 1,
      tasks: 1,
      relevant: 1,
    });
    expect([X.rows, X.cols, Y.rows, Y.cols, coef.rows, coef.cols]).to.deep.equal([1, 1, 1, 1, 1, 1]);
    expect(coef.values[0]).to.be.within(-1, 1);
  });

  it('is noise alone when no feature matters', () => {
    const sizes = { samples: 4, features: 3, tasks: 2 };
    const { Y, coef } = sineTasks(randomState(9), { ...sizes, relevant: 0 });
    expect([...coef.values]).to.deep.equal([0, 0, 0, 0, 0, 0]);
    const rng = randomState(9);
    rng.randn(12);
    expect(Y.values).to.deep.equal(rng.randn(8));
  });

  it('names a size that is wrong', () => {
    const call = (sizes: object) => () => sineTasks(randomState(0), sizes);
    expect(call({ samples: 0 })).to.throw(RangeError, 'sineTasks: samples must be a whole number >= 1, got 0');
    expect(call({ tasks: 1.5 })).to.throw(RangeError, 'sineTasks: tasks must be a whole number >= 1, got 1.5');
    expect(call({ relevant: -1 })).to.throw(RangeError, 'sineTasks: relevant must be a whole number >= 0, got -1');
    expect(call({ features: 3 })).to.throw(RangeError, 'sineTasks: relevant must be at most features = 3, got 5');
  });
});
