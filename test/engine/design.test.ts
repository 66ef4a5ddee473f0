import { expect } from 'chai';
import { centre } from '../../src/data/centre.js';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { columns64 } from '../../src/engine/columns.js';
import { type Design, makeDesign } from '../../src/engine/design.js';
import { OffCentre } from '../../src/engine/off-centre.js';
import { needGram } from '../../src/engine/rows.js';
import { randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';
import { withArena } from '../support/with-arena.js';

const breathe = () => undefined;

function matrix(rows: number, cols: number, f: (value: number, i: number, j: number) => number = (x) => x): Matrix {
  const values = randomState(4).randn(rows * cols);
  return { rows, cols, values: values.map((x, at) => f(x, Math.floor(at / cols), at % cols)) };
}

/** The columns as they should be: centred in plain loops, times the factor. */
function columns(X: Matrix, { scale, factors }: Design, centred: boolean): number[][] {
  const rows = toRows(X);
  return Array.from({ length: X.cols }, (_, j) => {
    const column = rows.map((row) => row[j]! * scale);
    const first = column[0]!;
    const mean = first + column.reduce((sum, x) => sum + (x - first), 0) / X.rows;
    return column.map((x) => (x - (centred ? mean : 0)) * factors[j]!);
  });
}

/** Columns in float64, piece by piece, padded. */
function float64(design: Design, features: number[]): number[][] {
  const { arena, n64 } = design;
  const columns = columns64(design, features, 1);
  const scratch = arena.scratch(columns.bytes);
  const found: number[][] = features.map(() => []);
  for (let first = 0; first < n64; first += columns.step) {
    const at = columns.at(scratch, first) / 8;
    found.forEach((column, s) => {
      const from = at + columns.rows[s]! * columns.stride;
      column.push(...arena.doubles.subarray(from, from + Math.min(columns.step, n64 - first)));
    });
  }
  return found;
}

describe('a design', () => {
  const cases: [string, Matrix][] = [
    ['plain data', matrix(33, 7)],
    ['columns of very unequal scale', matrix(20, 5, (x, _, j) => x * 1e5 ** (j - 2))],
    ['numbers near the largest', matrix(10, 3, (x) => x * 1e305)],
    ['numbers near the smallest', matrix(10, 3, (x) => x * 1e-300)],
    ['a large offset', matrix(40, 3, (x, _, j) => x + 1e9 * j)],
    ['a single sample', matrix(1, 9)],
  ];
  for (const [title, X] of cases) {
    for (const centre of [true, false]) {
      it(`holds ${title} in float32 and float64${centre ? ', centred' : ''}`, () =>
        withArena(async (arena) => {
          const design = await makeDesign(arena, X, { centre, breathe, narrow: true });
          const { n, p, n32, narrow, norms, factors } = design;
          const expected = columns(X, design, centre);
          const features = Array.from({ length: p }, (_, j) => p - 1 - j);
          await needGram(design, features.slice(1), breathe);
          await needGram(design, features, breathe);
          expect(design.gram.count).to.equal(p);
          const exact = float64(design, features);
          for (const factor of factors) if (factor !== 0) expect(Math.log2(factor) % 1).to.equal(0);
          expected.forEach((column, j) => {
            const size = Math.sqrt(column.reduce((sum, x) => sum + x * x, 0));
            const unit = size / Math.sqrt(n) || 1;
            expect(norms[j]! / (size || 1)).to.be.closeTo(size > 0 ? 1 : 0, 1e-6);
            if (size > 0) expect(unit).to.be.within(2 ** -20, 2 ** 20);
            column.forEach((x, i) => {
              expect(arena.floats[narrow.at / 4 + j * n32 + i]! / unit).to.be.closeTo(x / unit, 2e-6);
              expect(exact[p - 1 - j]![i]! / unit).to.be.closeTo(x / unit, 2e-6);
            });
            const { gram } = design;
            for (let k = 0; k < p; k++) {
              const inner = column.reduce((sum, x, i) => sum + x * expected[k]![i]!, 0) / n;
              const found = arena.doubles[gram.block.at / 8 + gram.slot[j]! * gram.ld + gram.slot[k]!]!;
              expect(Math.abs(found - inner) / (unit * (norms[k]! / Math.sqrt(n) || 1))).to.be.below(4e-6);
            }
          });
        }));
    }
  }

  it('has rows in float64 for as many features as there is room for, and the same columns and Gram matrix without', () =>
    withArena(async (arena) => {
      const X = matrix(40, 9, (x, _, j) => x + j);
      const features = [0, 2, 4, 5, 8];
      const most = await makeDesign(arena, X, { centre: true, breathe, narrow: true });
      expect(most.rows64.room).to.equal(5);
      const expected = float64(most, features);
      expect(most.rows64.count).to.equal(5);
      for (const rows of [0, 3]) {
        const left = () => 2 ** 26 + most.narrow.bytes / 4 + 8 * most.n64 * rows;
        const tight = await makeDesign({ ...arena, left }, X, { centre: true, breathe, narrow: true });
        expect(tight.rows64.room).to.equal(rows);
        expect(float64(tight, features)).to.deep.equal(expected);
        expect(tight.rows64.count).to.equal(0);
      }
    }));

  it('takes off what sums of many large numbers leave of a mean, down to its last digit', () =>
    withArena(async (arena) => {
      const offset = 2 ** 30;
      const X = matrix(5000, 6, (x) => x + offset);
      const design = await makeDesign(arena, X, { centre: true, breathe, narrow: true });
      for (const column of float64(design, [0, 1, 2, 3, 4, 5])) {
        const mean = column.reduce((sum, x) => sum + x, 0) / 5000;
        const square = column.reduce((sum, x) => sum + x * x, 0) / 5000;
        expect(Math.abs(mean) / Math.sqrt(square)).to.be.at.most(2 ** -52 * offset);
      }
    }));

  it('says so of columns whose means float64 does not hold', () =>
    withArena(async (arena) => {
      for (const narrow of [true, false]) {
        const how = { centre: true, breathe, narrow };
        const far = matrix(50, 3, (x, i, j) => (j === 1 ? 1e16 + 2 * (i % 7) : x));
        expect(await failure(makeDesign(arena, far, how))).to.be.instanceOf(OffCentre);
        await makeDesign(arena, far, { ...how, centre: false });
        await makeDesign(arena, centre(far).matrix, how);
      }
    }));

  it('turns constant columns into zeros when it centres, and only those', () =>
    withArena(async (arena) => {
      const X = matrix(50, 4, (x, i, j) => [0.1, 1e9 + 2 * i, 7, x][j]!);
      const { norms, factors } = await makeDesign(arena, X, { centre: true, breathe, narrow: false });
      expect(Array.from(norms, (norm) => norm > 0)).to.deep.equal([false, true, false, true]);
      expect([factors[0], factors[2]]).to.deep.equal([0, 0]);
      const plain = await makeDesign(arena, X, { centre: false, breathe, narrow: true });
      expect(Array.from(plain.norms, (norm) => norm > 0)).to.deep.equal([true, true, true, true]);
    }));
});
