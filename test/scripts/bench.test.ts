import { expect } from 'chai';
import { SETS } from '../../scripts/bench/cells.js';
import { type Result, summary, table } from '../../scripts/bench/summary.js';

const result = (seconds: Record<string, number>, gaps: Record<string, number> = {}): Result => ({
  set: 'large',
  cell: 'a',
  ratio: 0.1,
  tol: 1e-6,
  seconds,
  gaps,
  notes: {},
  certificate: 0.05,
});

describe('npm run bench', () => {
  it('compares each backend with the best peer of each cell, and with each of them', () => {
    const results = [
      result({ wasm: 0.01, cpu: 0.08, 'scikit-learn': 0.04, celer: 0.02 }),
      result({ wasm: 0.02, cpu: 0.005, 'scikit-learn': 0.01, celer: 0.08 }),
    ];
    const lines = summary(results, ['wasm', 'cpu']).split('\n');
    expect(lines[0]).to.equal('wasm and the best peer: ahead in 1 of 2, geometric mean 1.00, least 0.50');
    expect(lines).to.include('cpu and the best peer: ahead in 1 of 2, geometric mean 0.71, least 0.25');
    expect(lines).to.include('wasm and celer: ahead in 2 of 2, geometric mean 2.83, least 2.00');
    expect(lines).to.include('wasm and skglm: –');
    expect(lines.at(-1)).to.equal('the certificate takes 5 % of a fit at most');
  });

  it('says who missed the gap, by the judge', () => {
    const line = table([result({ wasm: 0.01, celer: 0.02 }, { wasm: 1.1e-6, celer: 1e-7 })], ['wasm']);
    expect(line).to.include('wasm MISSED: 1.1e-6').and.not.include('celer MISSED');
    expect(line).to.include('wasm 2.00 x celer');
    const judged = summary([result({}, { wasm: 1.1e-6 }), result({}, { wasm: 9e-7 })], ['wasm']);
    expect(judged).to.include('gaps, judged in numpy: 1 of 2 at most what was asked for');
  });

  it('keeps the designs for choosing constants apart from those that are reported', () => {
    const seeds = (name: string) => SETS[name]!.map(({ data }) => Number(data.seed) % 2);
    expect(SETS.report).to.have.length(15);
    expect(new Set(seeds('report'))).to.deep.equal(new Set([0]));
    expect(SETS.choose).to.have.length(15);
    expect(new Set(seeds('choose'))).to.deep.equal(new Set([1]));
  });
});
