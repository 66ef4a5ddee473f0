import type { Design } from '../../src/engine/design.js';
import type { Batch } from '../../src/engine/fit.js';
import { type RowPenalty, rowPenalty, rowUnits } from '../../src/engine/row-penalty.js';

/** The norm of every row. */
export const groupNorms = { l1: 0, l2: 1, ridge: 0 };

/** `alpha ‖w‖₂` of every row, Y as it is. */
export const groupPenalty = (design: Design, alpha: number, tasks: number): RowPenalty =>
  rowPenalty(design, alpha, { units: rowUnits(design, { parts: groupNorms, scale: 1 }), positive: false, tasks });

/** A batch whose rows have that penalty, all problems one alpha. */
export type AlphaBatch = Omit<Batch, 'alphas' | 'rows'> & { readonly alpha: number };

export const weighted = ({ alpha, ...batch }: AlphaBatch): Batch => ({
  ...batch,
  alphas: [alpha],
  rows: { parts: groupNorms, positive: false },
});
