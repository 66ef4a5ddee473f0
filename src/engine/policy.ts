/**
 * Where the engine takes one way and not another. Costs are multiply-adds in float64. The constants come from experiments
 * on autoregressive designs from 300 x 3000 to 20,000 x 500; `npm run bench` measures what they give.
 */
export const POLICY = {
  /** Rows of the first working set, and the fewest that are added when all rows of it are active. */
  first: 40,
  /** Several tasks: this part of all features, if that is more; seven passes over so many cost as much as a look at all. */
  part: 0.1,
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
  /** Rounds at most. */
  rounds: 100,
  /** A problem is given up when so many rounds in a row have made no progress: float64 is exhausted, or the data are. */
  patience: 6,
  /**
   * Before that, after so many, the Gram matrix is made in float64: float32 is too coarse for the condition of the data. (At
   * once where a Newton step finds it not to be semi-definite.)
   */
  coarse: 2,
  /** Beside the rows that are active, so many (as a part of them) that are nearest to it are solved for in Gram form, … */
  near: 0.25,
  /** … and in float32 passes, … */
  near32: 0.35,
  /** … of which there are so many, or half as many as so far, before another look at which those are. */
  stay: 25,
  /** The same in Gram form, or as many as so far. */
  stayInGram: 300,
  /** Passes of an early round: one cycle, and one over all rows. */
  early: 7,
  /** The Gram matrix is made when passes have cost so many times as much (ski rental), and at least … */
  rent: 2,
  /** … so many passes over the working set and over the rows that are not 0. */
  leastRent: { all: 1, nonZero: 18 },
  /** In Gram form so many passes over all rows are as good as free beside a look at all columns: no rough solve. */
  free: 10,
  /** It is made at once if it costs no more than this part of a look at all columns, two tasks at a time, or … */
  look: 0.3,
  /** … than so many passes over half of the working set: at loose and at tight tolerances. */
  passes: { loose: 7, tight: 12 },
  /** The Gram matrix may take a quarter of the size of X in float32 (`8 k² = 8 gramPart n p` bytes), or 600 rows. */
  gramPart: 0.125,
  /** More rows than this part of the samples (loose, tight) are not solved for in Gram form: passes cost less. */
  samples: { loose: 1.2, tight: 2 },
  /** Checks without progress after which float32 is exhausted. */
  patience32: 12,
  /** The gap has to fall by this factor from one check, or round, to the next to be progress. */
  fall: 0.8,
  /** Bytes of scratch for problems that are looked at together, or as many as X in float32 has, if those are more. */
  together: 8_388_608,
  /**
   * The Gram matrix of all of at most so many features is made at once if it costs at most so much for each of all tasks (in
   * n p²), or if there are at most twice as many features as tasks. On 27 designs with n 100 to 2500, p 10 to 60, T 1 to 10
   * working sets were as fast at about the price; at 40 times as much they took a third of the time. With T 50 to 1000 and p 20
   * to 64 they took 1 to 6 times as long, with p 100 half to 2.6 times, with p 400 a sixth to 1.0, a 23rd at p 1000.
   */
  wholeGram: { features: 64, price: 2e5 },
  /** Passes at most over all rows of few features before Newton steps, extrapolation and exact residuals are worth their price. */
  quick: 60,
  /** A problem that took so many passes starts on a path from where its last step leads, not from where it is. */
  long: 15,
  /** Nobody gets the Gram matrix of more features: 128 MB. */
  largestGram: 4096,
} as const;
