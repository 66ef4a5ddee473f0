import { expect } from 'chai';
import { foldsOf, mostBlocks } from '../../src/selection/blocks.js';

/** Jobs of folds of one recipe, of which each task is a problem. */
const jobsOf = (splits: number, tasks: number, threads: number) =>
  foldsOf({ recipes: 1, splits, tasks, most: mostBlocks(tasks, false) }, threads);

const sizesOf = (jobs: ReturnType<typeof jobsOf>) => jobs.map(({ tasks: [first, end] }) => end - first);

describe('foldsOf', () => {
  it('leaves folds whole as long as there is one for each thread', () => {
    expect(sizesOf(jobsOf(6, 40, 1))).to.deep.equal([40, 40, 40, 40, 40, 40]);
    expect(sizesOf(jobsOf(6, 40, 3))).to.deep.equal([40, 40, 40, 40, 40, 40]);
    expect(sizesOf(jobsOf(5, 40, 4)).slice(0, 4)).to.deep.equal([40, 40, 40, 40]);
  });

  it('splits what is left into blocks that become smaller, none of them small', () => {
    expect(sizesOf(jobsOf(5, 40, 2))).to.deep.equal([40, 40, 40, 40, 24, 10, 6]);
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
      const seen = jobsOf(splits, tasks, threads).flatMap(({ split, tasks: [first, end] }) =>
        Array.from({ length: end - first }, (_, t) => split * tasks + first + t),
      );
      expect(seen).to.deep.equal(Array.from({ length: splits * tasks }, (_, at) => at));
    }
  });

  it('never splits the tasks of one problem', () => {
    const jobs = foldsOf({ recipes: 2, splits: 5, tasks: 40, most: mostBlocks(40, true) }, 4);
    expect(jobs.map(({ recipe }) => recipe)).to.deep.equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(sizesOf(jobs).every((size) => size === 40)).to.equal(true);
  });
});
