import { expect } from 'chai';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { FitProgress } from '../../src/estimators/trace.js';
import { design } from '../support/problems.js';

describe('the trace of a fit', () => {
  const { X, Y } = design({ samples: 40, features: 100, tasks: 2, rho: 0.5 });

  for (const solver of ['auto', 'restartedFista'] as const) {
    it(`has every check, and where the time went (${solver})`, async () => {
      const reports: FitProgress[] = [];
      const start = performance.now();
      const fit = await multiTaskLasso({ alpha: 0.05, tol: 1e-6, solver }).fit(X, Y, {
        trace: true,
        onProgress: (progress) => reports.push(progress),
      });
      const elapsed = (performance.now() - start) / 1000;
      const { checks, seconds } = fit.trace!;
      expect(checks).to.deep.equal(reports);
      expect(checks.length).to.be.above(1);
      expect(checks.at(-1)).to.include({ iterations: fit.iterations, problems: 1, solved: 1, worstGap: 0 });
      checks.slice(1).forEach((check, k) => {
        expect(check.seconds).to.be.at.least(checks[k]!.seconds);
        expect(check.iterations).to.be.at.least(checks[k]!.iterations);
      });
      expect(seconds.total).to.be.within(checks.at(-1)!.seconds, elapsed + 1e-3);
      expect(seconds.upload + seconds.solve + seconds.certificate + seconds.download).to.be.closeTo(
        seconds.total,
        1e-9,
      );
      expect(Math.min(...Object.values(seconds))).to.be.at.least(0); // a clock of a browser is coarse
    });
  }

  it('is there only if it is asked for', async () => {
    const fit = await multiTaskLasso({ alpha: 0.05 }).fit(X, Y);
    expect(fit).not.to.have.property('trace');
  });
});
