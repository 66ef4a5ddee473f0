import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { lasso } from 'tensor-lasso';
import { randomProblem } from '../../scripts/soak/random-problem.js';
import { largestAlpha, prepared, wrongWith } from '../../scripts/soak/verdict.js';
import { ROOT } from '../support/snippets.js';

describe('npm run soak', () => {
  it('finds nothing wrong with some problems', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'soak', '--', '--count', '40'], {
      cwd: ROOT,
    });
    expect(stdout).to.match(/^40 problems: 0 with something wrong/m);
  });

  it('would find what is wrong', async () => {
    const problem = { ...randomProblem(1), joint: false, tol: 1e-6 };
    const data = prepared(problem);
    const alpha = 0.1 * largestAlpha(data, false);
    const fit = await lasso({ alpha, tol: 1e-6, fitIntercept: problem.fitIntercept }).fit(problem.X, problem.Y);
    expect(wrongWith(fit, data, problem)).to.deep.equal([]);
    const changed = fit.coef.values.map((w) => 1.1 * w);
    expect(wrongWith({ ...fit, coef: { ...fit.coef, values: changed } }, data, problem)[0]).to.match(
      /^problem 0: the gap is /,
    );
    const nothing = changed.map(() => Number.NaN);
    expect(wrongWith({ ...fit, coef: { ...fit.coef, values: nothing } }, data, problem)).to.deep.equal([
      'coefficients that are no numbers',
    ]);
    const boasting = fit.problems.map((each) => ({ ...each, relativeGap: 1 }));
    expect(wrongWith({ ...fit, problems: boasting }, data, problem)[0]).to.match(
      /^problem 0: converged is true at a gap of 1$/,
    );
  });
});
