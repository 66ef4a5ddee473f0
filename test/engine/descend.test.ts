import { expect } from 'chai';
import { descend, type Form, scratchFor } from '../../src/engine/descend.js';
import type { Arena } from '../../src/kernels/arena.js';
import { randomState } from '../../src/random/random-state.js';
import { withArena } from '../support/with-arena.js';

const LIMITS = { goal: 0.1, maxPasses: 1000, maxRows: Infinity, patience: 3 };

/** A row that is not 0 and does not move. */
function still(arena: Arena, rest: Pick<Form, 'look' | 'seesAll'> & Partial<Form>): Form {
  const kept = { length: 2, narrow: false };
  const start = arena.scratch(64 + scratchFor(1, 1, { at: 0, ...kept }));
  arena.ints[(start + 32) / 4] = 0;
  arena.doubles.fill(1, start / 8, start / 8 + 4);
  const places = { W: start, kept: { at: start + 16, ...kept }, list: start + 32, scratch: start + 64 };
  return { ...places, width: 1, rows: 1, pass: () => undefined, objective: () => 1, ...rest };
}

describe('descend', () => {
  it('keeps an extrapolation only if the objective falls, and W and what is kept beside it together', () =>
    withArena(async (arena) => {
      const rng = randomState(11);
      const start = arena.scratch(256 + scratchFor(1, 1, { at: 0, length: 2, narrow: false }));
      const [W, kept, list, scratch] = [start, start + 16, start + 32, start + 64];
      const { doubles, ints } = arena;
      ints[list / 4] = 0;
      const value = () => (doubles[W / 8]! - 1) ** 2;
      let [last, taken, refused, passes] = [Infinity, 0, 0, 0];
      const form: Form = {
        W,
        width: 1,
        list,
        rows: 1,
        kept: { at: kept, length: 2, narrow: false },
        scratch,
        // A walk that is no iteration of anything: extrapolation is as likely to be wrong as right.
        pass(at) {
          if (at === list && passes > 0) {
            expect(value()).to.be.at.most(last);
            if (value() < last) taken++;
            else refused++;
          }
          passes++;
          doubles[W / 8] = 1 + rng.randn(1)[0]!;
          doubles[kept / 8] = 3 * doubles[W / 8]!;
          last = value();
          return undefined;
        },
        objective() {
          expect(doubles[kept / 8]).to.be.closeTo(3 * doubles[W / 8]!, 1e-9 * (1 + Math.abs(doubles[W / 8]!)));
          return value();
        },
        look: () => ({ objective: value(), gap: 1 }),
        seesAll: false,
      };
      const { stalled } = await descend(arena, form, { goal: 0, maxPasses: 600, maxRows: Infinity, patience: 1000 });
      expect(stalled).to.equal(false);
      expect(passes).to.equal(600);
      expect(Math.min(taken, refused)).to.be.above(10);
    }));

  it('gives up when there is no progress, and ends at its limits', () =>
    withArena(async (arena) => {
      const form = still(arena, { look: () => ({ objective: 1, gap: 0.5 }), seesAll: true });
      expect(await descend(arena, form, LIMITS)).to.include({ stalled: true, gap: 0.5 });
      expect(await descend(arena, form, { ...LIMITS, maxPasses: 4 })).to.include({ stalled: false, passes: 4 });
      expect(await descend(arena, form, { ...LIMITS, maxRows: 1 })).to.include({ stalled: false, rowsPassed: 1 });
      expect(await descend(arena, form, { ...LIMITS, goal: 0.6 })).to.include({ stalled: false, passes: 1 });
    }));

  it('ends after passes over some rows only where what it sees then holds for all', () =>
    withArena(async (arena) => {
      for (const [seesAll, expected] of [
        [true, 6],
        [false, 7],
      ] as const) {
        let passes = 0;
        const form = still(arena, {
          pass() {
            passes++;
            return undefined;
          },
          look: () => ({ objective: 1, gap: passes > 2 ? 0.05 : 0.5 }),
          seesAll,
        });
        expect(await descend(arena, form, LIMITS)).to.include({ passes: expected, gap: 0.05 });
      }
    }));
});
