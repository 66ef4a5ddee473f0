import type { Arena } from '../kernels/arena.js';
import { PARAMETERS } from '../kernels/kernel.js';
import type { Breathe } from '../threads/pacer.js';
import { type Form, scratchFor } from './descend.js';
import { gapAt } from './gap.js';
import { multiple } from './multiple.js';
import { newtonBytes, newtonSteps } from './newton.js';
import { copyParameters, type RowPenalty } from './row-penalty.js';

/** The form of k rows in the arena, and where its parts lie: the same for one problem after another. */
export interface GramForm extends Form {
  readonly Q: number;
  /** W and Q of the start, to which the loss refers. */
  readonly W0: number;
  readonly Q0: number;
  /** Whether the Gram matrix was found not to be semi-definite. */
  indefinite: boolean;
  /** `‖R‖²/n` at W0. */
  loss2: number;
  /** The largest dual ratio, the penalty, `⟨W, Q⟩` and `‖R‖²/n` at W. */
  sums(): { ratio: number; penalty: number; fitted: number; loss2: number };
}

/** Bytes of scratch that `gramForm` needs for k rows. */
export function formBytes(k: number, width: number): number {
  const rows = multiple(k * width, 2);
  const own =
    8 * (PARAMETERS * k + 4 * rows + 2 * multiple(width, 2) + 4) +
    16 * Math.ceil(k / 4) +
    (width === 1 ? newtonBytes(k) : 0);
  return own + scratchFor(k, width, { at: 0, length: rows, narrow: false });
}

/** A Gram matrix in the arena, with the ridge on its diagonal: rows of `ld` doubles at G, one for each of some features. */
interface GramRows {
  readonly G: number;
  readonly ld: number;
  readonly features: ArrayLike<number>;
  readonly penalty: RowPenalty;
  readonly width: number;
  /** Where the workspace begins. */
  readonly start: number;
  readonly breathe: Breathe;
}

/** Coordinate descent over the rows of a Gram matrix. */
export function gramForm(arena: Arena, { G, ld, features, penalty, width, start, breathe }: GramRows): GramForm {
  const { doubles, ints, kernel } = arena;
  const k = features.length;
  const positive = penalty.positive ? 1 : 0;
  const length = multiple(k * width, 2);
  const P = start;
  const W = P + 8 * PARAMETERS * k;
  const Q = W + 8 * length;
  const W0 = Q + 8 * length;
  const Q0 = W0 + 8 * length;
  const U = Q0 + 8 * length;
  const sums = U + 16 * multiple(width, 2);
  const list = sums + 32;
  const newton = list + 16 * Math.ceil(k / 4);
  const limits = Float64Array.from(features, (j) => penalty.limits[j]!);
  for (let s = 0; s < k; s++) {
    ints[list / 4 + s] = s;
    copyParameters(penalty, features[s]!, doubles, P / 8 + PARAMETERS * s);
    doubles[P / 8 + PARAMETERS * s] = doubles[G / 8 + s * (ld + 1)]!; // G may have been rounded
  }
  doubles.fill(0, W / 8, U / 8);
  return {
    W,
    Q,
    W0,
    Q0,
    width,
    list,
    rows: k,
    kept: { at: Q, length, narrow: false },
    scratch: newton + (width === 1 ? newtonBytes(k) : 0),
    loss2: 0,
    indefinite: false,
    pass(rows, m) {
      kernel.gramPass(G, ld, Q, W, P, rows, m, k, width, positive, U);
      return breathe();
    },
    /** `‖R‖²/n = loss2 − ⟨W − W₀, Q₀ + Q⟩`. */
    sums() {
      kernel.gramSums(Q, W, Q0, W0, P, k, width, positive, sums);
      const at = sums / 8;
      const [ratio, penalty, fitted] = [doubles[at]!, doubles[at + 1]!, doubles[at + 2]!];
      return { ratio, penalty, fitted, loss2: Math.max(0, this.loss2 - doubles[at + 3]!) };
    },
    objective() {
      const { loss2, penalty } = this.sums();
      return loss2 / 2 + penalty;
    },
    polish(rows, count) {
      if (width > 1) return;
      const quadratic = { arena, G, ld, k, W, Q, limits, scratch: newton, objective: () => this.objective() };
      if (!newtonSteps(quadratic, rows, count)) this.indefinite = true;
    },
    seesAll: true,
    look() {
      const here = this.sums();
      return { objective: here.loss2 / 2 + here.penalty, gap: gapAt(here, here.ratio) };
    },
  };
}
