import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { row, toRows } from '../../src/data/matrix.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { penalised } from '../../src/estimators/penalised.js';
import { l1inf } from '../../src/penalties/l1inf.js';
import { l21 } from '../../src/penalties/l21.js';
import { degreesOfFreedom } from '../../src/selection/degrees-of-freedom.js';
import { onEachBackend } from '../support/backends.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 40, features: 10, tasks: 3, rho: 0.5 });
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('penalised', () => {
  onEachBackend((backend) => {
    it('fits a penalty that the kernel does not know, certified by its norm on the host', async () => {
      const fit = await penalised({ alpha: 0.4, penalty: l1inf, tol: 1e-5, fitIntercept: false, backend }).fit(X, Y);
      expect(fit).to.include({ converged: true, backend });
      const [x, y] = [toRows(X), toRows(Y)];
      const w = (j: number) => [0, 1, 2].map((t) => row(fit.coef, t)[j]!);
      const R = y.map((values, i) => values.map((value, t) => value - sum(x[i]!.map((entry, j) => entry * w(j)[t]!))));
      const C = x[0]!.map((_, j) => [0, 1, 2].map((t) => sum(R.map((r, i) => r[t]! * x[i]![j]!)) / 40));
      const s = Math.min(1, 0.4 / Math.max(...C.map((c) => sum(c.map(Math.abs)))));
      const squares = sum(R.flat().map((r) => r * r));
      const objective = squares / 80 + 0.4 * sum(C.map((_, j) => Math.max(...w(j).map(Math.abs))));
      const dual = s * sum(R.flatMap((r, i) => r.map((value, t) => value * y[i]![t]!))) - (s * s * squares) / 2;
      const meanSquare = sum(y.flat().map((value) => value ** 2)) / 40;
      expect(fit.objective).to.be.closeTo(objective, 1e-12 * meanSquare);
      expect(fit.dualGap).to.be.closeTo(objective - dual / 40, 1e-12 * meanSquare);
      expect(fit.dualGap).to.be.at.most(1e-5 * meanSquare);
      expect(support(fit).length).to.be.within(1, 9);
      const shared = support(fit).some((j) => Math.abs(Math.abs(w(j)[0]!) - Math.abs(w(j)[1]!)) < 1e-4);
      expect(shared, 'tasks with the same largest coefficient').to.equal(true);
    });
  });

  it('is the estimator of a penalty that it knows: units, factors, weights, signs, alphas for each problem', async () => {
    const penaltyFactor = Array.from({ length: 10 }, (_, j) => (j === 4 ? Infinity : 1 + (j % 2)));
    const sampleWeight = Array.from({ length: 40 }, (_, i) => 1 + (i % 2));
    const options = { alpha: 0.2, standardize: true, positive: true, penaltyFactor, tol: 1e-6 };
    const own = await penalised({ ...options, penalty: l21 }).fit(X, Y, { sampleWeight });
    const known = await multiTaskLasso(options).fit(X, Y, { sampleWeight });
    expect(support(own)).to.deep.equal(support(known));
    own.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(known.coef.values[i]!, 1e-3);
    });
    const [a, b] = [
      await penalised({ ...options, penalty: l21 }).alphaMax(X, Y, { sampleWeight }),
      await multiTaskLasso(options).alphaMax(X, Y, { sampleWeight }),
    ];
    expect(a[0]).to.be.closeTo(b[0]!, 1e-6 * b[0]!);
    const alone = await penalised({ alpha: [0.1, 0.2, 0.3], joint: false, penalty: l21 }).fit(X, Y);
    expect(alone.problems.map(({ alpha }) => alpha)).to.deep.equal([0.1, 0.2, 0.3]);
  });

  it('is 0 at its largest alpha, not just below it, along a path too, and leaves no tensor', async () => {
    const before = tf.engine().state.numTensors;
    const estimator = penalised({ alpha: 1, penalty: l1inf, tol: 1e-6 });
    const [most] = await estimator.alphaMax(X, Y);
    const sizes: number[] = [];
    for await (const fit of estimator.path(X, Y, [most! * 1.0001, most! * 0.95, most! * 0.5])) {
      sizes.push(support(fit).length);
    }
    expect(sizes[0]).to.equal(0);
    expect(sizes[1]).to.be.above(0);
    expect(sizes[2]).to.be.at.least(sizes[1]!);
    expect(tf.engine().state.numTensors).to.equal(before);
  });

  it('says what float32 does not reach, and what does not go together', async () => {
    const fit = await penalised({ alpha: 0.2, penalty: l1inf, tol: 1e-12 }).fit(X, Y);
    expect(fit.converged).to.equal(false);
    expect(fit.problems[0]!.stopped).to.equal('precision');
    expect(() => penalised({ alpha: 1, penalty: 'l21' as never })).to.throw(TypeError, 'penalty must be a function');
    const named = penalised({ alpha: 1, penalty: l1inf, solver: 'gram' });
    expect(await failure(named.fit(X, Y)))
      .to.have.property('message')
      .include('solver must be auto or one on tensors');
    const error = await failure(degreesOfFreedom(penalised({ alpha: 1, penalty: l1inf }), fit, { X }));
    expect(error)
      .to.be.instanceOf(TypeError)
      .with.property('message')
      .include('must have a penalty that is known here');
  });
});
