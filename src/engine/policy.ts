/**
 * Where the engine takes one way and not another. Costs are multiply-adds in float64. The constants come from experiments
 * on autoregressive designs from 300 x 3000 to 20,000 x 500; `npm run bench` measures what they give.
 */
export const POLICY = {
  /** Rows of the first working set, and the fewest that are added when all rows of it are active. */
  first: 40,
  /** A round adds at least this many rows, and this part of the working set. */
  fewest: 10,
  growth: 0.2,
  /** When this part of the working set is active X is weakly correlated: all violators are taken, and as many again. */
  dense: 0.9,
  /** Early rounds, with more violators than this part of the non-zero rows, are solved only roughly, … */
  many: 0.1,
  /** … to this part of the gap. */
  rough: 0.05,
  /** A round is solved to this part of the tolerance: the rest is for rows outside. */
  share: 0.5,
  /** Relative gaps that float32 passes reach. */
  floor32: 2e-7,
  /** Rounds at most; each adds rows, halves the goal or ends. */
  rounds: 100,
  /** Checks without progress after which float32 is exhausted. */
  patience32: 12,
  /** The gap has to fall by this factor from one check to the next to be progress. */
  fall: 0.8,
  /** With this many features, or twice as many as all tasks, their whole Gram matrix is made at once. */
  wholeGram: 64,
  /** … but not beyond this: 128 MB. */
  largestGram: 4096,
} as const;
