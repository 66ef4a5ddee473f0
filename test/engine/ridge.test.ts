import { expect } from 'chai';
import { type Matrix, row } from '../../src/data/matrix.js';
import { dot } from '../../src/data/vector.js';
import { type RidgeProblem, solveRidge, standing } from '../../src/engine/ridge.js';
import { singularValues } from '../../src/engine/singular-values.js';
import { randomState } from '../../src/random/random-state.js';
import { pacer } from '../../src/threads/pacer.js';

/** A problem with random numbers, and columns in different units. */
async function problem(n: number, p: number, ridge: number): Promise<RidgeProblem> {
  const rng = randomState(5);
  const X: Matrix = { rows: n, cols: p, values: rng.randn(n * p).map((x, at) => x * 10 ** ((at % p) % 4)) };
  return { X, values: await singularValues(X, pacer()), y: rng.randn(n), ridge };
}

/** `1/(2n) ‖y − Xw‖² + ridge/2 ‖w‖²`. */
function objective({ X, y, ridge }: RidgeProblem, w: Float64Array): number {
  const squares = y.reduce((sum, value, i) => sum + (value - dot(row(X, i), w)) ** 2, 0);
  return squares / (2 * X.rows) + (ridge / 2) * dot(w, w);
}

const SHAPES = [
  [30, 8],
  [8, 30],
] as const;

describe('a ridge solved by singular values', () => {
  for (const [n, p] of SHAPES) {
    for (const ridge of [0, 1e-9, 0.1, 1e4]) {
      it(`has no better point nearby: ${n} x ${p}, ridge ${ridge}`, async () => {
        const given = await problem(n, p, ridge);
        const { w, objective: least, gap } = await solveRidge(given, pacer());
        expect(least).to.be.closeTo(objective(given, w), 1e-14);
        expect(gap).to.be.below(1e-25);
        const rng = randomState(1);
        for (let k = 0; k < 20; k++) {
          const moved = w.map((value) => value * (1 + 1e-3 * rng.randn(1)[0]!));
          expect(objective(given, moved)).to.be.at.least(least - 1e-15);
        }
      });

      it(`knows how far from the least objective any point is: ${n} x ${p}, ridge ${ridge}`, async () => {
        const given = await problem(n, p, ridge);
        const { objective: least } = await solveRidge(given, pacer());
        for (const size of [1e-3, 1, 30]) {
          const w = randomState(2)
            .randn(p)
            .map((value) => value * size);
          const { gap } = standing(given, w);
          expect(gap / (objective(given, w) - least)).to.be.closeTo(1, 1e-9);
        }
      });
    }
  }

  it('counts what was left out of the singular values, but not what is rounding', async () => {
    for (const ridge of [0, 1e-3]) {
      const given = await problem(30, 8, ridge);
      const { objective: least } = await solveRidge(given, pacer());
      for (let k = 0; k < 8; k++) {
        const some = <T>(list: Iterable<T>): T[] => Array.from(list).filter((_, at) => at !== k);
        const { s, left, right } = given.values;
        const values = { s: Float64Array.from(some(s)), left: some(left), right: some(right) };
        const { objective: reached, gap } = await solveRidge({ ...given, values }, pacer());
        expect(gap).to.be.at.least((reached - least) * (1 - 1e-9));
      }
      const twice = {
        rows: 30,
        cols: 16,
        values: Float64Array.from({ length: 480 }, (_, at) => given.X.values[8 * Math.floor(at / 16) + (at % 8)]!),
      };
      const { gap } = await solveRidge({ ...given, X: twice, values: await singularValues(twice, pacer()) }, pacer());
      expect(gap).to.be.below(1e-25);
    }
  });
});
