import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { randomState } from '../../src/random/random-state.js';

describe('douglasRachford where ridges differ', () => {
  for (const make of [elasticNet, multiTaskElasticNet]) {
    it(`gets where others get: ${make.name}`, async () => {
      for (let seed = 0; seed < 12; seed++) {
        const rng = randomState(seed);
        const scales = Float64Array.from(rng.randomSample(30), (u) => [0.5, 1, 2][Math.floor(3 * u)]!);
        const X = { rows: 100, cols: 30, values: rng.randn(3000).map((x, at) => x * scales[at % 30]!) };
        const Y = { rows: 100, cols: 2, values: rng.randn(200) };
        const penaltyFactor = Float64Array.from(rng.randomSample(30), (u) => 10 ** (2 * u - 1));
        for (const own of [{ standardize: true }, { penaltyFactor }]) {
          const options = { alpha: [1, 0.1], l1Ratio: 0.01, ...own, tol: 1e-6 };
          const alpha = make === elasticNet ? options.alpha : 1;
          const exact = await make({ ...options, alpha }).fit(X, Y);
          const fit = await make({ ...options, alpha, solver: 'douglasRachford' }).fit(X, Y);
          expect(fit.warnings).to.deep.equal([]);
          expect(fit.converged, `seed ${seed}`).to.equal(true);
          expect(Math.abs(fit.objective - exact.objective)).to.be.at.most(fit.dualGap + exact.dualGap);
        }
      }
    });
  }
});
