import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Matrix, rowsOf, toRows } from '../../src/data/matrix.js';
import { toMatrix } from '../../src/data/to-matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { pferBound } from '../../src/selection/pfer-bound.js';
import { type StableProblem, stabilitySelection } from '../../src/selection/stability-selection.js';
import { failure } from '../support/failure.js';
import { data } from '../support/fixture-data.js';
import { design } from '../support/problems.js';
import { turns } from '../support/turns.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/stability.json', import.meta.url), 'utf8'));

/** Parts as numbers of resamples. */
const counts = ({ probabilities }: StableProblem, resamples: number): number[][] =>
  toRows(probabilities).map((parts) => parts.map((part) => Math.round(part * resamples)));

const column = ({ rows, cols, values }: Matrix, t: number): Matrix => ({
  rows,
  cols: 1,
  values: values.filter((_, at) => at % cols === t),
});

describe('stabilitySelection', () => {
  it('counts what scikit-learn selects on the same pairs: each task, and all together', async () => {
    const { X, Y } = data();
    const { alphas, resamples } = fixture;
    const compare = ({ problems }: { problems: readonly StableProblem[] }, expected: typeof fixture.stability) => {
      expect(problems).to.have.length(expected.length);
      problems.forEach((problem, b) => {
        expect(counts(problem, resamples)).to.deep.equal(expected[b].counts);
        expect(Array.from(problem.simultaneous!, (part) => Math.round((part * resamples) / 2))).to.deep.equal(
          expected[b].shared,
        );
      });
    };
    const options = () => ({ alphas, resamples, rng: randomState(1), q: Infinity, tol: 1e-12 });
    compare(await stabilitySelection(lasso, X, Y, options()), fixture.stability.slice(0, 3));
    compare(await stabilitySelection(multiTaskLasso, X, Y, options()), fixture.stability.slice(3));
  });

  it('is a plain loop over half-samples and alphas that ends each path at q features', async () => {
    const { X, Y } = design({ samples: 40, features: 15, tasks: 2 });
    const weights = randomState(5)
      .randomSample(40)
      .map((value) => value + 0.1);
    const [q, tol] = [4, 1e-10];
    const got = await stabilitySelection(lasso, X, Y, {
      ...{ q, tol, sampleWeight: weights, resamples: 9, pairs: false, eps: 0.05, count: 12, standardize: true },
    });
    expect(got.subsamples).to.have.length(9);
    for (const [t, problem] of got.problems.entries()) {
      const expected = problem.alphas.map(() => new Array<number>(15).fill(0));
      let sum = 0;
      for (const places of got.subsamples) {
        const [x, y] = [rowsOf(X, places), rowsOf(column(Y, t), places)];
        const sampleWeight = Array.from(places, (i) => weights[i]!);
        const seen = new Set<number>();
        let [kept, ended]: [number[], boolean] = [[], false];
        for (const [k, alpha] of problem.alphas.entries()) {
          const now = support(await lasso({ alpha, tol, standardize: true }).fit(x, y, { sampleWeight }));
          ended ||= new Set([...seen, ...now]).size > q;
          if (!ended) kept = now;
          for (const j of kept) {
            seen.add(j);
            expected[k]![j]! += 1;
          }
        }
        expect(seen.size).to.be.at.most(q);
        sum += seen.size;
      }
      expect(counts(problem, 9)).to.deep.equal(expected);
      expect(problem.selected).to.be.closeTo(sum / 9, 1e-12);
      const largest = expected[0]!.map((_, j) => Math.max(...expected.map((row) => row[j]!)) / 9);
      expect(Array.from(problem.largest)).to.deep.equal(largest);
      expect(problem.stable).to.deep.equal([...largest.keys()].filter((j) => largest[j]! >= 0.75));
      expect(problem.pfer).to.equal(pferBound({ features: 15, q, threshold: 0.75, resamples: 9, assumption: 'none' }));
      expect(problem).not.to.have.property('simultaneous');
    }
  });

  it('finds what is strong and leaves noise alone, within a bound that was asked for', async () => {
    const rng = randomState(3);
    const X = { rows: 100, cols: 50, values: rng.randn(5000) };
    const values = rng.randn(100).map((noise, i) => 2 * X.values[i * 50]! - 2 * X.values[i * 50 + 7]! + noise);
    const got = await stabilitySelection(lasso, X, values, { pfer: 0.5 });
    const [problem] = got.problems;
    expect(problem!.stable).to.deep.equal([0, 7]);
    expect(problem!.largest[0]).to.equal(1);
    expect(problem!.simultaneous![7]).to.equal(1);
    expect(problem!.largest.filter((part) => part > 0.6)).to.have.length(2);
    expect(problem!.pfer).to.be.at.most(0.5);
    expect(pferBound({ ...got, features: 50, resamples: 100, q: got.q! + 1 })).to.be.above(0.5);
    expect(problem!.selected).to.be.at.most(got.q!);
    expect(got.converged).to.equal(true);
    expect(got.worstGap).to.be.within(0, 1e-4);
  });

  it('takes two of threshold, q and pfer, and finds the third', async () => {
    const { X, Y } = design({ samples: 30, features: 20, tasks: 3 });
    const options = { resamples: 10, count: 5, eps: 0.2 };
    const standard = await stabilitySelection(multiTaskLasso, X, Y, options);
    expect([standard.threshold, standard.q, standard.problems.length]).to.deep.equal([0.75, 4, 1]);
    expect(standard.problems[0]!.pfer).to.be.within(0.5, 1);
    const found = await stabilitySelection(multiTaskLasso, X, Y, { ...options, q: 4, pfer: 0.9, assumption: 'none' });
    expect(found.problems).to.have.length(1);
    expect(found.threshold).to.equal(1);
    expect(found.problems[0]!.pfer).to.equal(0.8);
  });

  it('takes the mean number that is selected for its bound where q has no limit', async () => {
    const { X, Y } = design({ tasks: 1 });
    const { problems, ...got } = await stabilitySelection(lasso, X, Y, { q: Infinity, resamples: 6, count: 8 });
    expect(got).not.to.have.property('q');
    expect(problems[0]!.selected).to.be.within(3, 12);
    const { threshold, assumption } = got;
    const q = problems[0]!.selected;
    expect(problems[0]!.pfer).to.equal(pferBound({ features: 12, q, threshold, resamples: 6, assumption }));
  });

  it('draws the same from the same seed, and other halves from another', async () => {
    const { X, Y } = design();
    const run = (seed: number) =>
      stabilitySelection(multiTaskLasso, X, Y, { resamples: 8, count: 6, rng: randomState(seed) });
    const [one, two, other] = [await run(4), await run(4), await run(5)];
    expect(two).to.deep.equal(one);
    expect(other.subsamples).not.to.deep.equal(one.subsamples);
    expect(other.problems[0]!.probabilities).not.to.deep.equal(one.problems[0]!.probabilities);
  });

  it('says how far it is, to the end also where paths end early', async () => {
    const { X, Y } = design();
    for (const q of [2, Infinity]) {
      const seen: number[] = [];
      await stabilitySelection(lasso, X, Y, {
        ...{ q, resamples: 4, count: 10 },
        onProgress: ({ fraction, worstGap, seconds, secondsLeft }) => {
          seen.push(fraction);
          expect(worstGap).to.be.within(0, 1e-4);
          expect(secondsLeft).to.be.closeTo((seconds / fraction) * (1 - fraction), 1e-9);
        },
      });
      expect(seen).to.deep.equal([...seen].sort((a, b) => a - b));
      expect(seen.at(-1)).to.equal(1);
      if (q === 2) expect(seen.length).to.be.below(40);
      else expect(seen).to.have.length(40);
    }
  });

  it('gives timers their turn, and ends with the reason of a signal', async () => {
    const { X, Y } = design();
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    const options = { resamples: 10_000, count: 5, q: Infinity };
    const stopped = failure(stabilitySelection(lasso, X, Y, { ...options, signal: controller.signal, onProgress }));
    expect(await stopped).to.have.property('message', 'enough');
    expect(await turns(() => stabilitySelection(lasso, X, Y, { ...options, resamples: 600 }))).to.be.above(0.25);
  });

  it('says what is wrong', async () => {
    const X = toMatrix('X', [
      [1, 0],
      [2, 1],
      [3, 5],
      [4, 3],
    ]);
    const run = (options: object, Y: number[] = [1, 2, 4, 3]) => failure(stabilitySelection(lasso, X, Y, options));
    const messages: [object, string][] = [
      [{ threshold: 0.5 }, 'threshold must be a number above 0.5 and at most 1, got 0.5'],
      [{ threshold: 1.1 }, 'threshold must be a number above 0.5 and at most 1, got 1.1'],
      [{ q: 0 }, 'q must be a whole number from 1 to 2, got 0'],
      [{ q: 3 }, 'q must be a whole number from 1 to 2, got 3'],
      [{ pfer: 0 }, 'pfer must be a positive number, got 0'],
      [{ pfer: 1, q: Infinity }, 'q must be finite where pfer is given, got Infinity'],
      [{ pfer: 1, q: 1, threshold: 0.8 }, 'of threshold, q and pfer two at most must be given, got all three'],
      [{ assumption: 'some' }, "assumption must be one of none, unimodal, rConcave, got 'some'"],
      [{ assumption: 'rConcave', pairs: false }, 'assumption must be none where there are no pairs, got rConcave'],
      [{ alphas: [] }, 'alphas must hold at least one, got none'],
      [{ pfer: 1e-3 }, 'pfer must be at least 0.5102040816326531 at threshold 0.75, got 0.001'],
    ];
    for (const [options, message] of messages) {
      const error = await run(options);
      expect(error).to.be.instanceOf(RangeError).with.property('message', `stabilitySelection: ${message}`);
    }
    expect(await run({ resamples: 3 })).to.have.property(
      'message',
      'stabilitySelection: resamples must be even for pairs, got 3',
    );
    expect(await run({ alphas: [-1] }))
      .to.have.property('message')
      .that.includes('stabilitySelection: alphas[0]');
    expect(await run({}, [1, 2])).to.be.instanceOf(TypeError);
    expect(await run({ sampleWeight: [1] })).to.be.instanceOf(TypeError);
    expect(await run({ wrong: 1 }))
      .to.have.property('message')
      .that.includes('unknown option wrong');
  });
});
