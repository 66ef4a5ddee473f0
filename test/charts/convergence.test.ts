import { expect } from 'chai';
import { convergence } from '../../src/charts/convergence.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { expectBothThemes, json } from '../support/charts.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 40, features: 10, tasks: 2, rho: 0.8 });

describe('convergence', () => {
  let fit: LinearFit;
  before(async () => {
    fit = await lasso({ alpha: 0.05, solver: 'fista', tol: 1e-6, backend: 'cpu' }).fit(X, Y, { trace: true });
  });

  it('is sound Vega-Lite', () => {
    expectBothThemes((theme) => convergence([{ name: 'FISTA', fit }], { theme }));
  });

  it('draws the gap of each check, and in the end that of the fit', () => {
    const rows: Record<string, unknown>[] = json(convergence([{ name: 'FISTA', fit }])).data.values;
    const { checks, seconds } = fit.trace!;
    const open = checks.filter(({ worstGap }) => worstGap > 0);
    expect(open.length).to.be.above(1);
    open.forEach(({ iterations, seconds, worstGap }, at) => {
      expect(rows[at]).to.deep.equal({ _place: 0, name: 'FISTA', iterations, seconds, gap: worstGap });
    });
    expect(rows).to.have.length(open.length + 1);
    const gap = Math.max(...fit.problems.map(({ relativeGap }) => relativeGap));
    expect(rows.at(-1)).to.deep.equal({
      _place: 0,
      name: 'FISTA',
      iterations: fit.iterations,
      seconds: seconds.total,
      gap,
    });
  });

  it('draws it against iterations and against seconds', () => {
    const { hconcat } = json(convergence([{ name: 'FISTA', fit }]));
    const fields = hconcat.map(({ encoding }: { encoding: { x: { field: string } } }) => encoding.x.field);
    expect(fields).to.deep.equal(['iterations', 'seconds']);
  });

  it('says what is wrong', () => {
    const { trace: _, ...rest } = fit;
    const message = 'convergence: fit FISTA must have a trace; ask fit for it by { trace: true }';
    expect(() => convergence([{ name: 'FISTA', fit: rest }])).to.throw(TypeError, message);
  });
});
