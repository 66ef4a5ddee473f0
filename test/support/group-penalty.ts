import type { Design } from '../../src/engine/design.js';
import type { Batch } from '../../src/engine/fit.js';
import { type RowPenalty, rowPenalty, rowUnits } from '../../src/engine/row-penalty.js';

const groupWeights = (alpha: number) => ({ l1: 0, l2: alpha, ridge: 0 });

/** `alpha ‖w‖₂` of every row, Y as it is. */
export const groupPenalty = (design: Design, alpha: number, tasks: number): RowPenalty =>
  rowPenalty(design, groupWeights(alpha), { units: rowUnits(design, { scale: 1 }), positive: false, tasks });

/** A batch whose rows have that penalty, with an alpha in place of weights. */
export type AlphaBatch = Omit<Batch, 'weights' | 'rows'> & { readonly alpha: number };

export const weighted = ({ alpha, ...batch }: AlphaBatch): Batch => ({
  ...batch,
  weights: [groupWeights(alpha)],
  rows: { positive: false },
});
