import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { predict, score, support } from '../../src/estimators/linear-fit.js';
import { failure } from '../support/failure.js';

describe('predict and score', () => {
  const fit = {
    coef: { rows: 2, cols: 2, values: Float64Array.of(1, 0, -2, 3) },
    intercept: Float64Array.of(10, 20),
  };

  it('predict X coefᵀ + intercept', async () => {
    expect(
      toRows(
        await predict(fit, [
          [1, 2],
          [0, 0],
        ]),
      ),
    ).to.deep.equal([
      [11, 24],
      [10, 20],
    ]);
  });

  it('score 1 for a perfect prediction, 0 for the mean, less for worse, averaged over the tasks', async () => {
    const X = [
      [1, 2],
      [3, 4],
      [0, 1],
    ];
    const perfect = toRows(await predict(fit, X));
    expect(await score(fit, X, perfect)).to.equal(1);
    const level = {
      coef: { ...fit.coef, values: new Float64Array(4) },
      intercept: Float64Array.of(2, 4),
    };
    expect(
      await score(level, X, [
        [1, 3],
        [2, 4],
        [3, 5],
      ]),
    ).to.be.closeTo(0, 1e-15);
    expect(
      await score(level, X, [
        [5, 4],
        [5, 4],
        [6, 4],
      ]),
    ).to.be.closeTo((1 - 34 / (2 / 3) + 1) / 2, 1e-12);
  });

  it('score 0 for a constant target that is missed', async () => {
    const level = {
      coef: { rows: 1, cols: 1, values: Float64Array.of(0) },
      intercept: Float64Array.of(2),
    };
    expect(await score(level, [[1], [2]], [3, 3])).to.equal(0);
    expect(await score(level, [[1], [2]], [2, 2])).to.equal(1);
    const rows = Array.from({ length: 7 }, (_, i) => [i]); // the mean of seven times 0.1 is not 0.1 in doubles
    expect(await score(level, rows, new Array<number>(7).fill(0.1))).to.equal(0);
  });

  it('reject data of another shape', async () => {
    const wide = await failure(predict(fit, [[1, 2, 3]]));
    expect(wide).to.be.instanceOf(TypeError);
    expect(wide).to.have.property('message', 'predict: X must have 2 columns like the data of the fit, got 3');
    const short = await failure(score(fit, [[1, 2]], [[1]]));
    expect(short).to.have.property('message', 'score: Y must have shape 1 x 2 (samples, tasks), got 1 x 1');
  });
});

describe('support', () => {
  it('is over all tasks, not the first alone', () => {
    expect(
      support({
        coef: {
          rows: 2,
          cols: 4,
          values: Float64Array.of(0, 1, 0, 0, 0, 0, 0, -1),
        },
      }),
    ).to.deep.equal([1, 3]);
  });
});
