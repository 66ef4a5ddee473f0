import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { randomState } from '../../src/random/random-state.js';
import { onEachBackend } from '../support/backends.js';

const [ROWS, COLS] = [4, 5];

export interface ProxCase {
  name: string;
  prox: (V: tf.Tensor2D, t: number | tf.Tensor) => tf.Tensor2D;
  /** The norm of a ROWS × COLS matrix, in plain loops. */
  norm: (values: readonly number[]) => number;
  /** Projection onto the unit ball of the dual norm, in plain loops. */
  project: (values: readonly number[]) => number[];
}

export const rows = (values: readonly number[]): number[][] =>
  Array.from({ length: ROWS }, (_, i) => values.slice(i * COLS, (i + 1) * COLS));

/** What every proximal operator of a norm must satisfy. */
export function proxContract({ name, prox, norm, project }: ProxCase): void {
  describe(name, () => {
    onEachBackend(() => {
      const compute = async (values: readonly number[], t: number | tf.Tensor) =>
        Array.from(await prox(tf.tensor2d([...values], [ROWS, COLS]), t).data());
      const distance = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0);

      it('minimises ½‖Z − V‖² + t‖Z‖ among 1,000 random neighbours', async () => {
        const rng = randomState(1);
        const V = Array.from(rng.randn(ROWS * COLS));
        for (const t of [0.1, 0.7, 1.5]) {
          const Z = await compute(V, t);
          const value = (point: readonly number[]) => distance(point, V) / 2 + t * norm(point);
          const least = value(Z);
          for (let k = 0; k < 1000; k++) {
            const direction = rng.randn(ROWS * COLS);
            const size = 10 ** -(k % 5);
            const neighbour = Z.map((z, i) => (k % 2 === 0 || z !== 0 ? z + size * direction[i]! : z));
            expect(value(neighbour)).to.be.at.least(least - 1e-6);
          }
        }
      });

      it('leaves the projection onto the dual ball, t times: V = prox(V) + t P(V/t) (Moreau)', async () => {
        const V = Array.from(randomState(2).randn(ROWS * COLS));
        for (const t of [0.2, 1, 3]) {
          const Z = await compute(V, t);
          const P = project(V.map((v) => v / t));
          Z.forEach((z, i) => {
            expect(z + t * P[i]!).to.be.closeTo(V[i]!, 1e-6);
          });
        }
      });

      it('is exactly 0 at and below the threshold, and finite for zeros', async () => {
        const V = [0, 0, 0, 0, 0, 0.3, 0, 0, 0, 0, 0, -0.3, 0, 0, 0, 1, 1, 1, 1, 1];
        const Z = await compute(V, Math.fround(0.3));
        Z.slice(0, 15).forEach((z) => {
          expect(Math.abs(z)).to.equal(0);
        });
        expect(Z.slice(15).every((z) => z > 0)).to.equal(true);
      });

      it('is the identity for t = 0, zeros included', async () => {
        const V = [0, 0, 0, 0, 0, ...Array.from(randomState(3).randn(15), Math.fround)];
        const Z = await compute(V, 0);
        Z.forEach((z, i) => {
          expect(z).to.be.closeTo(V[i]!, 2e-7);
        });
      });

      it('takes a threshold for each row', async () => {
        const V = Array.from(randomState(4).randn(ROWS * COLS));
        const thresholds = [0, 0.5, 1, 100];
        const Z = rows(await compute(V, tf.tensor2d(thresholds, [ROWS, 1])));
        for (const [i, t] of thresholds.entries()) {
          expect(Z[i]).to.deep.equal(rows(await compute(V, t))[i]);
        }
        expect(Z[3]!.map(Math.abs)).to.deep.equal([0, 0, 0, 0, 0]);
      });
    });
  });
}
