import { expect } from 'chai';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { type Conditioned, condition, readRow } from '../../src/estimators/conditioned.js';
import { randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';

const breathe = () => undefined;

function matrix(rows: number, cols: number, f: (value: number, i: number, j: number) => number): Matrix {
  const values = randomState(3).randn(rows * cols);
  return { rows, cols, values: values.map((x, at) => f(x, Math.floor(at / cols), at % cols)) };
}

const rowsOf = (X: Conditioned): number[][] =>
  Array.from({ length: X.matrix.rows }, (_, i) => {
    const into = new Float64Array(X.matrix.cols);
    readRow(X, i, into);
    return Array.from(into);
  });

/** What it says of itself: `(x_ij − x̄_j) / (scale unit_j)`, the mean from a shifted sum. */
function expected(X: Matrix, { scale }: Conditioned, { centre, units }: { centre: boolean; units?: Float64Array }) {
  const rows = toRows(X);
  const [first] = rows as [number[]];
  const means = first.map((x, j) => x + rows.reduce((sum, row) => sum + (row[j]! - x) / rows.length, 0));
  return rows.map((row) => row.map((x, j) => (x - (centre ? means[j]! : 0)) / scale / (units?.[j] ?? 1)));
}

describe('condition', () => {
  const units = Float64Array.of(0.3, 7, 1, 2e5);
  const cases: [string, Matrix][] = [
    ['plain data', matrix(30, 4, (x) => x)],
    ['large offsets', matrix(30, 4, (x, _, j) => x + 1e7 * j)],
    ['columns of unequal size', matrix(30, 4, (x, _, j) => x * 1e4 ** j)],
    ['large numbers', matrix(30, 4, (x) => x * 1e307)],
    ['small numbers', matrix(30, 4, (x) => x * 1e-300)],
    ['a single sample', matrix(1, 4, (x) => x)],
  ];
  for (const [what, X] of cases) {
    for (const how of [{ centre: true }, { centre: false }, { centre: true, units }, { centre: false, units }]) {
      it(`gives ${what} in the middle of float32, ${JSON.stringify(Object.keys(how))}${how.centre}`, async () => {
        const made = await condition(X, { ...how, breathe });
        const rows = rowsOf(made);
        const should = expected(X, made, how);
        const far = Math.max(...X.values.map(Math.abs)) / made.scale;
        rows.forEach((row, i) => {
          row.forEach((x, j) => {
            expect(x).to.be.closeTo(should[i]![j]!, 1e-15 * Math.max(1, far));
          });
        });
        const sizes = rows[0]!.map((_, j) => Math.max(...rows.map((row) => Math.abs(row[j]!))));
        expect(Array.from(made.largest)).to.deep.equal(sizes);
        if (rows.length > 1) expect(Math.max(...sizes)).to.be.within(1, 2);
        expect(Math.log2(made.scale) % 1).to.equal(0);
        const meanSquare = rows.flat().reduce((sum, x) => sum + x * x, 0) / rows.flat().length;
        expect(made.meanSquare).to.be.closeTo(meanSquare, 1e-14 * (meanSquare || 1));
      });
    }
  }

  it('is exact but for the mean', async () => {
    const X = matrix(20, 3, (x, _, j) => x * 10 ** j);
    const made = await condition(X, { centre: false, breathe });
    const back = rowsOf(made).map((row) => row.map((x) => x * made.scale));
    expect(back).to.deep.equal(toRows(X));
  });

  it('leaves nothing of a constant column, and of the mean of others nothing that matters', async () => {
    const X = matrix(50, 3, (x, _, j) => (j === 0 ? 0.1 : x + 1e12));
    const rows = rowsOf(await condition(X, { centre: true, breathe }));
    expect(rows.every(([zero]) => zero === 0)).to.equal(true);
    const rounding = 50 * 1e12 * 2 ** -53; // of the mean itself
    for (const j of [1, 2]) expect(Math.abs(rows.reduce((sum, row) => sum + row[j]!, 0))).to.be.at.most(rounding);
  });

  it('refuses columns of which float64 leaves nothing beside the others', async () => {
    const message =
      'fit: X must have columns in units nearer to each other, got one whose largest number is 4e-300 and one of 9e+306';
    const X = { rows: 2, cols: 2, values: Float64Array.of(9e306, -4e-300, 1e306, 1e-300) };
    for (const centre of [true, false]) {
      const error = await failure(condition(X, { centre, breathe }));
      expect(error).to.be.instanceOf(RangeError).with.property('message', message);
    }
    expect(
      (await condition({ ...X, values: Float64Array.of(9e306, 0, 1e306, 0) }, { centre: true, breathe })).scale,
    ).to.be.above(1);
  });

  it('lets others have their turn', async () => {
    let asked = 0;
    await condition(
      matrix(400, 400, (x) => x),
      {
        centre: true,
        breathe: () => {
          asked++;
          return undefined;
        },
      },
    );
    expect(asked).to.be.at.least(9);
  });
});
