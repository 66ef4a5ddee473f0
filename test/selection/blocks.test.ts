import { expect } from 'chai';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { foldsOf, mostBlocks, type Splitting, splitting } from '../../src/selection/blocks.js';
import { recipeOf } from '../../src/selection/setting.js';

/** Jobs of folds of one recipe. */
const jobsOf = (splits: number, tasks: number, threads: number, how: Splitting = 'anywhere') =>
  foldsOf({ recipes: 1, splits, tasks, how }, threads);

const sizesOf = (jobs: ReturnType<typeof jobsOf>) => jobs.map(({ tasks: [first, end] }) => end - first);

describe('foldsOf', () => {
  it('leaves folds whole as long as there is one for each thread', () => {
    expect(sizesOf(jobsOf(6, 40, 1))).to.deep.equal([40, 40, 40, 40, 40, 40]);
    expect(sizesOf(jobsOf(6, 40, 3))).to.deep.equal([40, 40, 40, 40, 40, 40]);
    expect(sizesOf(jobsOf(5, 40, 4)).slice(0, 4)).to.deep.equal([40, 40, 40, 40]);
  });

  it('splits what is left into blocks that become smaller, none of them small', () => {
    expect(sizesOf(jobsOf(5, 40, 2))).to.deep.equal([40, 40, 40, 40, 24, 10, 6]);
    expect(sizesOf(jobsOf(1, 12, 2))).to.deep.equal([6, 6]);
    const sizes = sizesOf(jobsOf(1, 1000, 4));
    expect(sizes).to.have.length.within(8, 16);
    sizes.slice(1, -1).forEach((size, k) => {
      expect(size).to.be.within(32, sizes[k]!);
    });
  });

  it('has each task of each fold once', () => {
    for (const [splits, tasks, threads] of [
      [5, 40, 2],
      [5, 41, 3],
      [7, 13, 4],
      [3, 5, 8],
      [2, 1000, 16],
    ] as const) {
      for (const how of ['never', 'alike', 'anywhere'] as const) {
        const jobs = jobsOf(splits, tasks, threads, how);
        const seen = jobs.flatMap(({ split, tasks: [first, end] }) =>
          Array.from({ length: end - first }, (_, t) => split * tasks + first + t),
        );
        expect(seen).to.deep.equal(Array.from({ length: splits * tasks }, (_, at) => at));
        expect(jobs.length).to.be.at.most(splits * mostBlocks(tasks, how));
      }
    }
  });

  it('makes the same blocks for any number of threads where they have to be alike', () => {
    expect(sizesOf(jobsOf(2, 40, 1, 'alike'))).to.deep.equal([13, 14, 13, 13, 14, 13]);
    for (const threads of [2, 3, 8]) {
      expect(jobsOf(5, 40, threads, 'alike')).to.deep.equal(jobsOf(5, 40, 1, 'alike'));
    }
  });

  it('leaves tasks together that must not be split', () => {
    const jobs = foldsOf({ recipes: 2, splits: 5, tasks: 40, how: 'never' }, 4);
    expect(jobs.map(({ recipe }) => recipe)).to.deep.equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(sizesOf(jobs).every((size) => size === 40)).to.equal(true);
  });
});

describe('splitting', () => {
  const sizes = { samples: 100, features: 30, tasks: 40 };
  const howOf = (estimator: Estimator, own: Partial<typeof sizes> = {}, missing = false) =>
    splitting(recipeOf(estimator), { ...sizes, ...own }, missing).how;

  it('is never where tasks are one problem, or one batch of tensors', () => {
    expect(howOf(multiTaskLasso({ alpha: 1 }))).to.equal('never');
    expect(howOf(lasso({ alpha: 1, solver: 'fista' }))).to.equal('never');
  });

  it('is anywhere where problems are solved one by one, by the method for all of them', () => {
    expect(howOf(groupLasso({ alpha: 1, groups: [[0, 1], [2]] }))).to.equal('anywhere');
    const { recipe, how } = splitting(recipeOf(lasso({ alpha: 1 })), sizes, false);
    expect(how).to.equal('anywhere');
    expect(recipe.options.solver).to.equal('gram');
  });

  it('is alike where problems share a working set, or a pattern of what is missing', () => {
    expect(howOf(lasso({ alpha: 1 }), { features: 65 })).to.equal('alike');
    expect(howOf(lasso({ alpha: 1, solver: 'gram' }), { features: 65 })).to.equal('alike');
    expect(howOf(lasso({ alpha: 1, solver: 'workingSets' }))).to.equal('alike');
    expect(howOf(lasso({ alpha: 1, missing: 'mask' }), {}, true)).to.equal('alike');
  });
});
