import { expect } from 'chai';
import { type Arena, releaseArena } from '../../src/kernels/arena.js';
import { withArena } from '../support/with-arena.js';

describe('an arena', () => {
  it('keeps what is in a block when it grows, in place or moved, and blocks apart from each other', () =>
    withArena(async (arena) => {
      const [a, b] = [arena.allocate(40), arena.allocate(8)];
      arena.doubles.set([1, 2, 3, 4, 5], a.at / 8);
      arena.doubles.set([9], b.at / 8);
      arena.grow(a, 100); // within what was set aside
      arena.doubles.set([6, 7], a.at / 8 + 5);
      arena.grow(a, 8000); // moved
      arena.grow(b, 16); // in place, then at the end
      arena.grow(a, 2 ** 27); // at the end, in place, in a memory that has to grow
      expect(Array.from(arena.doubles.subarray(a.at / 8, a.at / 8 + 7))).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
      expect(arena.doubles[b.at / 8]).to.equal(9);
      arena.doubles.fill(0, a.at / 8, a.at / 8 + 2 ** 24);
      expect(arena.doubles[b.at / 8]).to.equal(9);
      const c = arena.allocate(8);
      expect(c.at).to.be.at.least(a.at + 2 ** 27);
      expect(arena.scratch(64)).to.be.at.least(c.at + 8);
    }));

  it('is used again, unless it is given back; tasks at the same time have one each', async () => {
    let first: Arena | undefined;
    await withArena(async (arena) => {
      first = arena;
      await withArena(async (other) => expect(other).not.to.equal(arena));
    });
    await withArena(async (arena) => {
      expect(arena).to.equal(first);
      expect(arena.allocate(1).at).to.equal(128);
    });
    releaseArena();
    await withArena(async (arena) => expect(arena).not.to.equal(first));
  });

  it('knows the most that was in use', () => {
    releaseArena();
    return withArena(async (arena) => {
      const before = arena.peak;
      arena.scratch(10_000);
      arena.allocate(100);
      arena.reset();
      expect(arena.peak - before).to.be.within(10_000, 10_128);
    });
  });

  it('is free again after a failure', async () => {
    const failed = await withArena(async (arena) => {
      arena.allocate(1000);
      throw new Error('enough');
    }).catch((error: Error) => error.message);
    expect(failed).to.equal('enough');
    await withArena(async (arena) => expect(arena.allocate(1).at).to.equal(128));
  });

  it('knows what is left of 4 GiB', () =>
    withArena(async (arena) => {
      const before = arena.left();
      expect(before).to.equal(2 ** 32 - 128);
      arena.allocate(1000);
      expect(before - arena.left()).to.equal(1024);
      arena.scratch(1000);
      expect(before - arena.left()).to.equal(1024);
    }));

  it('says so when there is not enough memory, and what would help', () =>
    withArena(async (arena) => {
      expect(() => arena.allocate(2 ** 33)).to.throw(
        RangeError,
        /^fit: X and Y must be of sizes for which the solver takes at most 4096 MiB, as 32-bit WebAssembly does, got 1 MiB and another 8192 MiB; take fewer features, samples or tasks$/,
      );
      expect(arena.allocate(8).at).to.equal(128);
    }));
});
