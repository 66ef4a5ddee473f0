import { expect } from 'chai';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, score, support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { refit, relaxed } from '../../src/selection/relaxed.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const FAMILIES = { lasso: { make: lasso, alpha: 0.2 }, multiTaskLasso: { make: multiTaskLasso, alpha: 0.4 } };

/** Data whose columns have means. */
function data(samples = 30) {
  const { X, Y } = design({ samples, features: 8, tasks: 2, rho: 0.4, seed: 3 });
  return {
    X: { ...X, values: X.values.map((x) => x + 1) },
    Y: { ...Y, values: Y.values.map((y) => y - 2) },
  };
}

/** `Σ_i w_i (y_it − ŷ_it) x_ij` and `Σ_i w_i (y_it − ŷ_it)` of one task. */
async function correlations(
  model: { coef: Matrix; intercept: Float64Array },
  X: Matrix,
  Y: Matrix,
  w: ArrayLike<number>,
) {
  const predicted = toRows(await predict(model, X));
  const [x, y] = [toRows(X), toRows(Y)];
  const left = (t: number) => y.map((row, i) => w[i]! * (row[t]! - predicted[i]![t]!));
  return (t: number) => ({
    features: x[0]!.map((_, j) => left(t).reduce((sum, r, i) => sum + r * x[i]![j]!, 0)),
    sum: left(t).reduce((sum, r) => sum + r, 0),
  });
}

describe('refit', () => {
  for (const [name, { make, alpha }] of Object.entries(FAMILIES)) {
    for (const fitIntercept of [true, false]) {
      it(`leaves nothing that selected features explain: ${name}, ${fitIntercept ? 'intercept' : 'none'}`, async () => {
        const { X, Y } = data();
        const sampleWeight = randomState(4)
          .randomSample(30)
          .map((value, i) => (i === 7 ? 0 : value + 0.1));
        const fit = await make({ alpha, fitIntercept }).fit(X, Y, { sampleWeight });
        expect(support(fit).length).to.be.within(1, 7);
        const model = await refit(fit, [X, Y], { fitIntercept, sampleWeight });
        const left = await correlations(model, X, Y, sampleWeight);
        for (const t of [0, 1]) {
          const { features, sum } = left(t);
          if (fitIntercept) expect(sum).to.be.closeTo(0, 1e-12);
          else expect(model.intercept[t]).to.equal(0);
          let used = 0;
          for (let j = 0; j < 8; j++) {
            const [w, before] = [model.coef.values[t * 8 + j]!, fit.coef.values[t * 8 + j]!];
            expect(w === 0).to.equal(before === 0);
            if (w === 0) continue;
            used++;
            expect(features[j]).to.be.closeTo(0, 1e-11);
          }
          expect(used).to.be.above(0);
        }
      });
    }
  }

  it('takes the model of least norm where features are the same', async () => {
    const { X, Y } = data();
    const wide = { rows: 30, cols: 16, values: Float64Array.from(toRows(X).flatMap((row) => [...row, ...row])) };
    const fit = await lasso({ alpha: 0.2 }).fit(X, Y);
    const once = await refit(fit, [X, Y]);
    const coef = {
      ...fit.coef,
      cols: 16,
      values: Float64Array.from(toRows(fit.coef).flatMap((row) => [...row, ...row])),
    };
    const twice = await refit({ coef }, [wide, Y]);
    const halves = toRows(once.coef).flatMap((row) => [...row, ...row].map((w) => w / 2));
    twice.coef.values.forEach((w, at) => {
      expect(w).to.be.closeTo(halves[at]!, 1e-12);
    });
    expect(await score(twice, wide, Y)).to.be.closeTo(await score(once, X, Y), 1e-12);
  });

  it('is the mean where nothing is selected', async () => {
    const { X, Y } = data();
    const fit = await lasso({ alpha: 1e3 }).fit(X, Y);
    const model = await refit(fit, [X, Y]);
    expect(support(model)).to.deep.equal([]);
    model.intercept.forEach((value, t) => {
      const mean = Y.values.reduce((sum, y, at) => sum + (at % 2 === t ? y / 30 : 0), 0);
      expect(value).to.be.closeTo(mean, 1e-14);
    });
  });

  it('rejects what does not go together', async () => {
    const { X, Y } = data();
    const fit = await lasso({ alpha: 0.2 }).fit(X, Y);
    const shorter = data(29);
    for (const [given, options, message] of [
      [[X, shorter.Y], {}, 'X and Y must have the same number of rows, got 30 and 29'],
      [[X, toRows(Y).map(([y]) => y!)], {}, 'fit must have coef of shape 1 x 8 (tasks, features), got 2 x 8'],
      [[X, Y], { sampleWeight: [1, 2] }, 'sampleWeight must be 30 numbers >= 0, not all of them 0, got 2'],
    ] as const) {
      expect(await failure(refit(fit, given, options)))
        .to.be.instanceOf(TypeError)
        .with.property('message', `refit: ${message}`);
    }
  });
});

describe('relaxed', () => {
  it('goes straight from the refit to the fit', async () => {
    const { X, Y } = data();
    for (const { make, alpha } of Object.values(FAMILIES)) {
      const fit = await make({ alpha }).fit(X, Y);
      const [least, quarter, full] = [
        await relaxed(fit, [X, Y], { gamma: 0 }),
        await relaxed(fit, [X, Y], { gamma: 0.25 }),
        await relaxed(fit, [X, Y], { gamma: 1 }),
      ];
      expect(least).to.deep.equal(await refit(fit, [X, Y]));
      expect(full).to.deep.equal({ coef: fit.coef, intercept: fit.intercept });
      quarter.coef.values.forEach((w, at) => {
        expect(w).to.be.closeTo(0.25 * fit.coef.values[at]! + 0.75 * least.coef.values[at]!, 1e-15);
      });
      expect(support(quarter)).to.deep.equal(support(fit));
      // Intercepts follow: on the data of the fit the mean of what is left is 0.
      const left = await correlations(quarter, X, Y, new Float64Array(30).fill(1));
      expect(left(0).sum).to.be.closeTo(0, 1e-12);
      const explained = [await score(full, X, Y), await score(quarter, X, Y), await score(least, X, Y)];
      expect(explained[1]).to.be.above(explained[0]!);
      expect(explained[2]).to.be.above(explained[1]!);
    }
  });

  it('rejects a gamma out of range', async () => {
    const { X, Y } = data();
    const fit = await lasso({ alpha: 0.2 }).fit(X, Y);
    for (const gamma of [-0.1, 1.5, Number.NaN]) {
      expect(await failure(relaxed(fit, [X, Y], { gamma })))
        .to.be.instanceOf(RangeError)
        .with.property('message', `relaxed: gamma must be a number from 0 to 1, got ${gamma}`);
    }
  });
});
