import { expect } from 'chai';
import { row } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { collectPath } from '../../src/selection/collect-path.js';
import { type PathStep, path } from '../../src/selection/path.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

describe('collectPath', () => {
  const { X, Y } = design({ samples: 40, features: 7, tasks: 3, rho: 0.4 });
  for (const [make, problems] of [
    [lasso, 3],
    [multiTaskLasso, 1],
  ] as const) {
    it(`has what the steps have, step by step: ${problems} problems`, async () => {
      const options = { count: 5, eps: 0.01, df: true, tol: 1e-8 };
      const steps: PathStep[] = [];
      for await (const step of path(make, X, Y, options)) steps.push(step);
      const record = await collectPath(path(make, X, Y, options));
      expect(record.coef).to.have.length(3);
      steps.forEach(({ fit, explained, df }, k) => {
        for (const name of ['objective', 'dualGap', 'relativeGap', 'iterations'] as const) {
          expect([...row(record[name], k)]).to.deep.equal(fit.problems.map((problem) => problem[name]));
        }
        expect([...row(record.alphas, k)]).to.deep.equal(fit.problems.map(({ alpha }) => alpha));
        expect(row(record.intercepts, k)).to.deep.equal(fit.intercept);
        expect(row(record.explained, k)).to.deep.equal(explained);
        expect(row(record.df!, k)).to.deep.equal(df);
        record.coef.forEach((lines, t) => {
          expect([lines.rows, lines.cols]).to.deep.equal([7, 5]);
          for (let j = 0; j < 7; j++) expect(lines.values[j * 5 + k]).to.equal(fit.coef.values[t * 7 + j]);
        });
        const used = [0, 1, 2].map((t) => fit.coef.values.slice(t * 7, (t + 1) * 7).filter((w) => w !== 0).length);
        expect([...row(record.nonZeros, k)]).to.deep.equal(problems === 3 ? used : [support(fit).length]);
      });
    });
  }

  it('takes the steps that are there, and says nothing of degrees of freedom that nobody asked for', async () => {
    const some: PathStep[] = [];
    for await (const step of path(lasso, X, Y, { count: 9 })) if (some.push(step) === 4) break;
    const record = await collectPath(some);
    expect([record.alphas.rows, record.alphas.cols]).to.deep.equal([4, 3]);
    expect(record).to.not.have.property('df');
  });

  it('rejects a path without steps, and passes on what the path throws', async () => {
    const none = await failure(collectPath([]));
    expect(none)
      .to.be.instanceOf(RangeError)
      .with.property('message', 'collectPath: path must have at least one step, got none');
    const error = await failure(collectPath(path(lasso, X, Y, { alphas: [-1] })));
    expect(error).to.have.property('message').that.includes('alphas[0]');
  });
});
