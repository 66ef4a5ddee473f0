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

  it('score the same in any units, to the bit', async () => {
    const X = Array.from({ length: 9 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
    const Y = X.map(([a, b], i) => [10 + a! + Math.sin(7 * i) / 3, 20 - 2 * a! + 3 * b! + Math.cos(5 * i)]);
    const of = (unit: number) => {
      const [coef, intercept] = [fit.coef.values.map((w) => w * unit), fit.intercept.map((b) => b * unit)];
      const targets = Y.map((row) => row.map((y) => y * unit));
      return score({ coef: { ...fit.coef, values: coef }, intercept }, X, targets);
    };
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const parts = [0, 1].map((t) => {
      const [y, off] = [Y.map((row) => row[t]!), fit.intercept[t]!];
      const left = X.map(([a, b], i) => y[i]! - off - a! * fit.coef.values[2 * t]! - b! * fit.coef.values[2 * t + 1]!);
      return 1 - mean(left.map((e) => e * e)) / mean(y.map((value) => (value - mean(y)) ** 2));
    });
    const expected = await of(1);
    expect(expected).to.be.closeTo(mean(parts), 1e-12);
    for (const unit of [2 ** -1000, 2 ** -560, 2 ** 530, 2 ** 1015])
      expect(await of(unit), `${unit}`).to.equal(expected);
    expect(await of(1e160)).to.be.closeTo(expected, 1e-12);
    expect(await of(1e-170)).to.be.closeTo(expected, 1e-12);
  });

  it('score nothing where float64 has no number for it', async () => {
    const error = await failure(
      score(
        fit,
        [
          [1, 2],
          [1e200, 0],
        ],
        [
          [1, 1],
          [2, 2],
        ],
      ),
    );
    expect(error).to.be.instanceOf(RangeError);
    const message =
      'score: X must be in units in which fit predicts numbers about as large as Y, got an R² of -Infinity';
    expect(error).to.have.property('message', message);
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
