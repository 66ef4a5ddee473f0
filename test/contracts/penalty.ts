import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import type { PenaltyOptions } from '../../src/penalties/norm-penalty.js';
import type { Penalty } from '../../src/penalties/penalty.js';
import { randomState } from '../../src/random/random-state.js';
import { onEachBackend } from '../support/backends.js';

export interface PenaltyCase {
  name: string;
  make: (alpha: number | readonly number[], options?: PenaltyOptions) => Penalty;
  /** Ω of a (features × tasks) matrix, in plain loops. */
  omega: (W: number[][]) => number;
  /** Its dual norm, in plain loops. */
  omegaDual: (G: number[][]) => number;
}

const [FEATURES, TASKS] = [6, 3];
const ALPHAS = [0.3, 1, 2.5];

type Shape = [number, number, number];

const randomTensor = (seed: number, [p, B, T]: Shape): tf.Tensor3D =>
  tf.tensor3d(Float32Array.from(randomState(seed).randn(p * B * T)), [p, B, T]);

/** W_b as nested arrays, for each problem b of a tensor (features, problems, tasks). */
async function byProblem(W: tf.Tensor3D): Promise<number[][][]> {
  const values = await W.array();
  return Array.from({ length: W.shape[1] }, (_, b) => values.map((problems) => problems[b]!));
}

const flat = (W: number[][]): Float64Array[] => W.map((w) => Float64Array.from(w));

/** What every penalty must satisfy; a new penalty's test only has to call this. */
export function penaltyContract({ name, make, omega, omegaDual }: PenaltyCase): void {
  describe(`${name} as a penalty`, () => {
    onEachBackend(() => {
      const W = () => randomTensor(1, [FEATURES, ALPHAS.length, TASKS]);

      it('has the value α Ω(W) for each problem', async () => {
        const values = await make(ALPHAS).value(W()).data();
        (await byProblem(W())).forEach((w, b) => {
          expect(values[b]).to.be.closeTo(ALPHAS[b]! * omega(w), 1e-5);
        });
      });

      it('has the dual norm of each problem', async () => {
        const norms = await make(ALPHAS).dualNorm(W()).data();
        (await byProblem(W())).forEach((w, b) => {
          expect(norms[b]).to.be.closeTo(omegaDual(w), 1e-6);
        });
      });

      it('has a dual norm that is dual: ⟨G, W⟩ ≤ Ω°(G) Ω(W), with equality for some W', async () => {
        const tensor = randomTensor(2, [FEATURES, 1, TASKS]);
        const [G = []] = await byProblem(tensor);
        const penalty = make(1);
        const [dualNorm = 0] = await penalty.dualNorm(tensor).data();
        const value = async (w: number[][]) => (await penalty.value(tf.tensor3d(w.map((row) => [row]))).data())[0]!;
        const inner = (w: number[][]) =>
          w.reduce((sum, row, j) => sum + row.reduce((s, x, t) => s + x * G[j]![t]!, 0), 0);
        for (let seed = 0; seed < 60; seed++) {
          const w = (await byProblem(randomTensor(seed, [FEATURES, 1, TASKS])))[0]!;
          expect(inner(w)).to.be.at.most(dualNorm * (await value(w)) + 1e-5);
        }
        const rowsAlone = G.map((_, j) => G.map((row, i) => row.map((g) => (i === j ? g : 0))));
        const entriesAlone = G.flatMap((row, j) =>
          row.map((_, t) => G.map((other, i) => other.map((g, s) => (i === j && s === t ? g : 0)))),
        );
        const softRows = rowsAlone.flatMap((w) =>
          Array.from({ length: 400 }, (_, k) =>
            w.map((row) => row.map((g) => Math.sign(g) * Math.max(0, Math.abs(g) - k / 150))),
          ).filter((soft) => soft.flat().some((g) => g !== 0)),
        );
        const signs = rowsAlone.map((w) => w.map((row) => row.map(Math.sign)));
        const candidates = [...rowsAlone, ...entriesAlone, ...softRows, ...signs];
        const values = await penalty.value(tf.tensor3d(G.map((_, j) => candidates.map((w) => w[j]!)))).data();
        const ratios = candidates.map((w, b) => inner(w) / values[b]!);
        expect(Math.max(...ratios)).to.be.closeTo(dualNorm, 1e-5);
      });

      it('has the prox of step · α · Ω: no better point among 500 random neighbours', async () => {
        const V = W();
        const step = 0.4;
        const Z = await byProblem(make(ALPHAS).prox(V, step));
        const target = await byProblem(V);
        Z.forEach((z, b) => {
          const value = (point: number[][]) =>
            point.reduce((sum, row, j) => sum + row.reduce((s, x, t) => s + (x - target[b]![j]![t]!) ** 2 / 2, 0), 0) +
            step * ALPHAS[b]! * omega(point);
          const rng = randomState(b);
          for (let k = 0; k < 500; k++) {
            const moves = rng.randn(FEATURES * TASKS).map((m) => m * 10 ** -(k % 4));
            const neighbour = z.map((row, j) => row.map((x, t) => (k % 2 && x === 0 ? 0 : x + moves[j * TASKS + t]!)));
            expect(value(neighbour)).to.be.at.least(value(z) - 2e-6);
          }
        });
      });

      it('treats each problem of a batch as if it were alone', async () => {
        const together = await byProblem(make(ALPHAS).prox(W(), 0.7));
        for (const [b, alpha] of ALPHAS.entries()) {
          const alone = make(alpha).prox(tf.gather(W(), tf.tensor1d([b], 'int32'), 1), 0.7);
          expect((await byProblem(alone))[0]).to.deep.equal(together[b]);
        }
      });

      it('takes some of its problems, or one alpha for all', async () => {
        const some = make(ALPHAS).take(tf.tensor1d([2, 0], 'int32'));
        expect(Array.from(await some.tensors.alpha.data())).to.deep.equal([2.5, Math.fround(0.3)]);
        expect(some.tensors.alpha.shape).to.deep.equal([1, 2, 1]);
        const shared = make(0.5).take(tf.tensor1d([2, 0], 'int32'));
        expect(shared.tensors.alpha.shape).to.deep.equal([1, 1, 1]);
        expect(Array.from(await shared.value(W()).data())).to.have.length(ALPHAS.length);
      });

      it('owns what it takes: the parts live on without the whole', async () => {
        const whole = make(ALPHAS);
        const part = whole.take(tf.tensor1d([1], 'int32'));
        tf.dispose(whole.tensors);
        expect(Array.from(await part.tensors.alpha.data())).to.deep.equal([1]);
      });

      it('is the same norm on the host in float64', async () => {
        for (const w of await byProblem(W())) {
          const value = flat(w).reduce((sum, row, j) => sum + make(1).norm.value(row, j), 0);
          const dual = Math.max(...flat(w).map((row, j) => make(1).norm.dual(row, j)));
          expect(value).to.be.closeTo(omega(w), 1e-12);
          expect(dual).to.be.closeTo(omegaDual(w), 1e-12);
        }
      });

      it('counts features by their factors', async () => {
        const factors = [1, 2, 0.5, 3, 1, 4];
        const [plain, own] = [make(ALPHAS), make(ALPHAS, { factors })];
        for (let j = 0; j < FEATURES; j++) {
          const only: tf.Tensor3D = tf.mul(
            W(),
            tf.tensor3d(
              factors.map((_, i) => (i === j ? 1 : 0)),
              [FEATURES, 1, 1],
            ),
          );
          const [values, weighted] = [await plain.value(only).data(), await own.value(only).data()];
          const [duals, divided] = [await plain.dualNorm(only).data(), await own.dualNorm(only).data()];
          ALPHAS.forEach((_, b) => {
            expect(weighted[b]).to.be.closeTo(factors[j]! * values[b]!, 1e-5);
            expect(divided[b]).to.be.closeTo(duals[b]! / factors[j]!, 1e-5);
          });
          const [stepped, longer] = [own.prox(W(), 0.3), plain.prox(W(), 0.3 * factors[j]!)];
          const found = await byProblem(stepped);
          (await byProblem(longer)).forEach((expected, b) => {
            expected[j]!.forEach((value, t) => {
              expect(found[b]![j]![t]).to.be.closeTo(value, 1e-6);
            });
          });
          const [w] = await byProblem(W());
          const row = Float64Array.from(w![j]!);
          expect(own.norm.value(row, j)).to.be.closeTo(factors[j]! * plain.norm.value(row, j), 1e-12);
          expect(own.norm.dual(row, j)).to.be.closeTo(plain.norm.dual(row, j) / factors[j]!, 1e-12);
        }
        const part = make(ALPHAS, { factors }).take(tf.tensor1d([2], 'int32'));
        expect((await part.value(tf.ones([FEATURES, 1, TASKS])).data())[0]).to.be.closeTo(
          (await own.value(tf.ones([FEATURES, 3, TASKS])).data())[2]!,
          1e-4,
        );
      });

      it('keeps coefficients from being negative, if they must not be', async () => {
        const V = W();
        const own = make(ALPHAS, { positive: true });
        const Z = await byProblem(own.prox(V, 0.2));
        const target = await byProblem(V);
        expect(Math.min(...Z.flat(2))).to.equal(0);
        Z.forEach((z, b) => {
          const value = (point: number[][]) =>
            point.reduce((sum, row, j) => sum + row.reduce((s, x, t) => s + (x - target[b]![j]![t]!) ** 2 / 2, 0), 0) +
            0.2 * ALPHAS[b]! * omega(point);
          const rng = randomState(b);
          for (let k = 0; k < 500; k++) {
            const moves = rng.randn(FEATURES * TASKS).map((m) => m * 10 ** -(k % 4));
            const other = z.map((row, j) => row.map((x, t) => Math.max(0, x + moves[j * TASKS + t]!)));
            expect(value(other)).to.be.at.least(value(z) - 2e-6);
          }
        });
        const forgotten = await own.dualNorm(V).data();
        target.forEach((G, b) => {
          const kept = G.map((row) => row.map((g) => Math.max(g, 0)));
          expect(forgotten[b]).to.be.closeTo(omegaDual(kept), 1e-5);
          const host = G.map((row, j) => own.norm.dual(Float64Array.from(row), j));
          expect(Math.max(...host)).to.be.closeTo(omegaDual(kept), 1e-12);
        });
      });

      it('rejects factors that are not positive and finite, and names them', () => {
        for (const factor of [0, -1, Number.NaN, Infinity]) {
          expect(() => make(1, { factors: [1, factor] })).to.throw(
            RangeError,
            `${name}: factors[1] must be a positive number, got ${factor}`,
          );
        }
      });

      it('rejects an alpha that is no number', () => {
        expect(() => make('1' as unknown as number)).to.throw(
          TypeError,
          'alpha must be a positive number or a list of them',
        );
      });

      it('rejects an alpha that is not positive and finite, and names it', () => {
        for (const alpha of [0, -1, Number.NaN, Infinity]) {
          expect(() => make(alpha)).to.throw(RangeError, `${name}: alpha must be a positive number, got ${alpha}`);
          expect(() => make([1, alpha])).to.throw(
            RangeError,
            `${name}: alpha[1] must be a positive number, got ${alpha}`,
          );
        }
        expect(() => make([])).to.throw(RangeError, `${name}: alpha must name at least one problem, got an empty list`);
      });
    });
  });
}
