import { expect } from 'chai';
import { columns, type Matrix, row, toRows } from '../../src/data/matrix.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const FEATURES = 24;
const { X: centred, Y } = design({ samples: 50, features: FEATURES, tasks: 3, rho: 0.7, seed: 2 });
const X = { ...centred, values: centred.values.map((x, at) => (1 + (at % 5) / 3) * x + 0.5) };
/** Eight groups of 1 to 5 features, not side by side. */
const groups = Array.from(
  { length: FEATURES },
  (_, j) => [0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 2, 3, 4, 5, 3, 4, 5, 4, 5, 6, 7, 7, 7][j]!,
);
const lists = [0, 1, 2, 3, 4, 5, 6, 7].map((g) => Array.from(groups.keys()).filter((j) => groups[j] === g));

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const norm = (values: readonly number[]): number => Math.sqrt(sum(values.map((value) => value * value)));

interface Asked {
  alpha: number;
  l1Ratio: number;
  factors: readonly number[];
  weights: readonly number[];
  positive: boolean;
}

/** Objective and gap at the residual, in plain loops; data are centred here. */
function judged(y: Matrix, coef: Matrix, { alpha, l1Ratio, factors, weights, positive }: Asked) {
  const n = X.rows;
  const off = (M: number[][]) => {
    const means = M[0]!.map((_, j) => sum(M.map((entries) => entries[j]!)) / n);
    return M.map((entries) => entries.map((value, j) => value - means[j]!));
  };
  const [x, targets] = [off(toRows(X)), off(toRows(y))];
  const w = (j: number) => Array.from({ length: coef.rows }, (_, t) => coef.values[t * coef.cols + j]!);
  const R = targets.map((values, i) =>
    values.map((value, t) => value - sum(x[i]!.map((entry, j) => entry * w(j)[t]!))),
  );
  const C = (j: number) => R[0]!.map((_, t) => sum(R.map((values, i) => values[t]! * x[i]![j]!)) / n);
  const excess = (c: number[], by: number) =>
    c.map((value) => Math.max(0, (positive ? value : Math.abs(value)) - alpha * l1Ratio * by));
  const ratios = lists.map((list, g) => {
    const by = factors[list[0]!]!;
    const limit = alpha * (1 - l1Ratio) * weights[g]! * by;
    return norm(list.flatMap((j) => excess(C(j), by))) / limit;
  });
  const penalty = sum(
    lists.map((list, g) => {
      const all = list.flatMap(w);
      const group = (1 - l1Ratio) * weights[g]! * norm(all);
      return factors[list[0]!]! * (l1Ratio * sum(all.map(Math.abs)) + group);
    }),
  );
  const s = 1 / Math.max(1, ...ratios);
  const squares = sum(R.flat().map((r) => r * r));
  const dual = s * sum(R.flatMap((values, i) => values.map((r, t) => r * targets[i]![t]!))) - (s * s * squares) / 2;
  const objective = squares / (2 * n) + alpha * penalty;
  return { objective, gap: objective - dual / n, meanSquare: sum(targets.flat().map((value) => value ** 2)) / n };
}

const roots = lists.map((list) => Math.sqrt(list.length));
const ones = new Array<number>(FEATURES).fill(1);

describe('groupLasso', () => {
  for (const positive of [false, true]) {
    for (const [what, groupWeights, penaltyFactor] of [
      ['', undefined, undefined],
      [', weighted', [1, 2, 0.5, 1, 3, 1, 1, 0.7], undefined],
      [', with factors', undefined, groups.map((g) => 0.5 + (g % 3))],
    ] as const) {
      it(`has the objective and the gap that plain loops find${positive ? ', not negative' : ''}${what}`, async () => {
        for (const tol of [1e-4, 1e-10]) {
          const options = { alpha: 0.15, groups, positive, tol, ...(groupWeights && { groupWeights }) };
          const fit = await groupLasso({ ...options, ...(penaltyFactor && { penaltyFactor }) }).fit(X, Y);
          expect(fit).to.include({ converged: true, solver: 'blocks' });
          for (let t = 0; t < 3; t++) {
            const asked = { alpha: 0.15, l1Ratio: 0, factors: penaltyFactor ?? ones, weights: groupWeights ?? roots };
            const own = { rows: 1, cols: FEATURES, values: row(fit.coef, t) };
            const { objective, gap, meanSquare } = judged(columns(Y, t, t + 1), own, { ...asked, positive });
            const problem = fit.problems[t]!;
            expect(problem.objective).to.be.closeTo(objective, 1e-12 * meanSquare);
            expect(problem.dualGap).to.be.within(gap - 1e-12 * meanSquare, tol * meanSquare);
            expect(gap).to.be.at.most(tol * meanSquare * (1 + 1e-9) + 1e-13 * meanSquare);
          }
          if (positive) expect(Math.min(...fit.coef.values)).to.equal(0);
        }
      });
    }
  }

  it('does not take slow steps for rounding, nor rounding for steps', async () => {
    for (const seed of [0, 1, 2]) {
      const data = design({ samples: 50, features: 200, tasks: 1, rho: 0.9, seed });
      const fives = Array.from({ length: 200 }, (_, j) => Math.floor(j / 5));
      const [most] = await groupLasso({ alpha: 1, groups: fives }).alphaMax(data.X, data.Y);
      const slow = await groupLasso({ alpha: 1e-4 * most!, groups: fives, tol: 1e-6 }).fit(data.X, data.Y);
      const [{ stopped, iterations }] = slow.problems as [(typeof slow.problems)[number]];
      expect(stopped === 'tol' || (stopped === 'maxIter' && iterations === 10_000), stopped).to.equal(true);
      const estimator = groupLasso({ alpha: 0.1 * most!, groups: fives, tol: 1e-30 });
      const exhausted = await estimator.fit(data.X, data.Y);
      expect(exhausted.problems[0]!.stopped).to.not.equal('maxIter');
      expect(exhausted.problems[0]!.relativeGap).to.be.below(1e-14);
      expect(exhausted.iterations).to.be.below(5000);
    }
  });

  it('selects whole groups, or nothing of them', async () => {
    const fit = await groupLasso({ alpha: 0.1, groups, tol: 1e-8 }).fit(X, Y);
    for (let t = 0; t < 3; t++) {
      const w = row(fit.coef, t);
      const counts = lists.map((list) => list.filter((j) => w[j] !== 0).length);
      expect(counts.every((count, g) => count === 0 || count === lists[g]!.length)).to.equal(true);
      expect(counts).to.include(0);
      expect(Math.max(...counts)).to.be.above(1);
    }
  });

  it('is the Lasso where each feature is a group, and knows lists as labels', async () => {
    const alone = Array.from({ length: FEATURES }, (_, j) => `feature ${j}`);
    const [fit, expected] = [
      await groupLasso({ alpha: 0.1, groups: alone, tol: 1e-12 }).fit(X, Y),
      await lasso({ alpha: 0.1, tol: 1e-12 }).fit(X, Y),
    ];
    expect(support(fit)).to.deep.equal(support(expected));
    fit.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(expected.coef.values[i]!, 1e-6);
    });
    const labels = await groupLasso({ alpha: 0.1, groups }).fit(X, Y);
    expect((await groupLasso({ alpha: 0.1, groups: lists }).fit(X, Y)).coef).to.deep.equal(labels.coef);
  });

  it('is 0 at its largest alpha, and not just below it', async () => {
    for (const make of [groupLasso, sparseGroupLasso]) {
      for (const own of [{}, { positive: true }, { standardize: true }]) {
        const of = (alpha: number | number[]) => make({ alpha, groups, tol: 1e-9, ...own });
        const most = Array.from(await of(1).alphaMax(X, Y));
        expect(support(await of(most.map((alpha) => alpha * (1 + 1e-12))).fit(X, Y))).to.deep.equal([]);
        const below = await of(most.map((alpha) => alpha * 0.99)).fit(X, Y);
        expect(support(below)).to.not.have.length(0);
      }
    }
  });

  it('takes weights, units, features that are never penalised or kept out, and an alpha for each task', async () => {
    const sampleWeight = Array.from({ length: 50 }, (_, i) => i % 3);
    const repeated = sampleWeight.flatMap((count, i) => new Array<number>(count).fill(i));
    const pick = (M: Matrix) => repeated.map((i) => Array.from(row(M, i)));
    const penaltyFactor = groups.map((g) => [0, Infinity][g] ?? 1);
    const options = { alpha: [0.1, 0.2, 0.3], groups, penaltyFactor, standardize: true, tol: 1e-11 };
    const own = await groupLasso(options).fit(X, Y, { sampleWeight });
    const other = await groupLasso(options).fit(pick(X), pick(Y));
    expect(own.converged && other.converged).to.equal(true);
    own.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(other.coef.values[i]!, 1e-6);
    });
    for (let t = 0; t < 3; t++) {
      const w = row(own.coef, t);
      expect(w[0]).to.not.equal(0);
      expect([w[1], w[6]]).to.deep.equal([0, 0]);
    }
  });

  it('goes on from a solution with no pass, unchanged, and along a path from one to the next', async () => {
    const estimator = groupLasso({ alpha: 0.1, groups, tol: 1e-8 });
    const fit = await estimator.fit(X, Y);
    const again = await estimator.fit(X, Y, { init: fit });
    expect(again.iterations).to.equal(0);
    expect(again.coef).to.deep.equal(fit.coef);
    const passes: number[] = [];
    for await (const step of estimator.path(X, Y, [0.3, 0.2, 0.1])) passes.push(step.iterations);
    expect(passes.at(-1)).to.be.below(fit.iterations + 1);
  });

  it('says when it does not converge, and ends with the reason of a signal', async () => {
    const fit = await groupLasso({ alpha: 1e-4, groups, tol: 1e-12, maxIter: 3 }).fit(X, Y);
    expect(fit).to.include({ converged: false, iterations: 3 });
    expect(fit.problems[0]!.stopped).to.equal('maxIter');
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    expect(await failure(groupLasso({ alpha: 0.1, groups }).fit(X, Y, { signal }))).to.equal(reason);
  });

  it('says what is wrong with groups', async () => {
    const of = (own: object) => () => groupLasso({ alpha: 1, groups, ...own } as never);
    expect(of({ groups: 7 })).to.throw(TypeError, 'groups must hold each feature once');
    expect(of({ groups: [] })).to.throw(TypeError, 'got none');
    expect(of({ groups: [[0, 1], []] })).to.throw(TypeError, 'got none in groups[1]');
    expect(of({ groups: [[0, 1], [1]] })).to.throw(TypeError, 'got 1 twice');
    expect(of({ groups: [[0, 5], [1]] })).to.throw(TypeError, 'got 5 in groups[0] of 3 in all');
    expect(of({ groupWeights: [1] })).to.throw(
      TypeError,
      'groupWeights must be 8 positive numbers, one a group, got 1',
    );
    expect(of({ groupWeights: [1, 1, 0, 1, 1, 1, 1, 1] })).to.throw(
      RangeError,
      'groupWeights must be 8 positive numbers, one a group, got 0 at 2',
    );
    expect(() => sparseGroupLasso({ alpha: 1, groupWeights: [1] })).to.throw(TypeError, 'must come with groups');
    const broken = (own: object) => failure(groupLasso({ alpha: 1, groups, ...own }).fit(X, Y));
    expect(await broken({ groups: [1, 1] }))
      .to.have.property('message')
      .include('groups must hold 24 features like X');
    expect(await broken({ solver: 'fista' }))
      .to.have.property('message')
      .include('solver must be auto for groups');
    const penaltyFactor = Array.from({ length: FEATURES }, (_, j) => 1 + j);
    const message = 'penaltyFactor must be the same for all features of a group, got 2 of feature 1 and 7 of feature 6';
    expect(await broken({ penaltyFactor }))
      .to.have.property('message')
      .include(message);
  });
});

describe('sparseGroupLasso of groups of features', () => {
  for (const positive of [false, true]) {
    it(`has the objective and the gap that plain loops find${positive ? ', not negative' : ''}`, async () => {
      for (const l1Ratio of [0, 0.3, 0.8]) {
        const fit = await sparseGroupLasso({ alpha: 0.2, l1Ratio, groups, positive, tol: 1e-10 }).fit(X, Y);
        const asked = { alpha: 0.2, l1Ratio, factors: ones, weights: roots, positive };
        const { objective, gap, meanSquare } = judged(Y, fit.coef, asked);
        expect(fit.problems).to.have.length(1);
        expect(fit.objective).to.be.closeTo(objective, 1e-12 * meanSquare);
        expect(gap).to.be.at.most(1e-10 * meanSquare * (1 + 1e-6));
        expect(fit.dualGap).to.be.closeTo(gap, 1e-12 * meanSquare);
        expect(support(fit).length).to.be.within(1, FEATURES - 1);
      }
    });
  }

  it('is the multi-task Lasso for groups of one, at l1Ratio 0', async () => {
    const alone = Array.from({ length: FEATURES }, (_, j) => j);
    const fit = await sparseGroupLasso({ alpha: 0.3, l1Ratio: 0, groups: alone, tol: 1e-12 }).fit(X, Y);
    const expected = await multiTaskLasso({ alpha: 0.3, tol: 1e-12 }).fit(X, Y);
    fit.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(expected.coef.values[i]!, 1e-6);
    });
  });
});
