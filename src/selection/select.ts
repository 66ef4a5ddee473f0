import { rowsOf } from '../data/matrix.js';
import type { Alpha } from '../estimators/read-alphas.js';
import { follow, type Selection, type Shape } from './selection-counts.js';
import { estimatorFrom, type Recipe, type SelectionTask, type Setting } from './setting.js';
import { fitted, skipped, together } from './tally.js';
import { weightsOf } from './weights-of.js';

/** What all half-samples share. */
export interface Selecting extends Setting {
  readonly recipe: Recipe;
  readonly steps: readonly Alpha[];
  readonly shape: Shape;
  /** How many features a problem may select. */
  readonly most: number;
}

/** What a path selects from some samples. */
export const select: SelectionTask<Selecting, Int32Array, Selection> = {
  name: 'select',
  async run({ X, Y, weights, recipe, steps, shape, most }, places, { signal, count }) {
    const how = { ...(signal && { signal }), ...weightsOf(weights, places), reuse: true };
    const fits = estimatorFrom(recipe).path(rowsOf(X, places), rowsOf(Y, places), steps, how);
    const selection = await follow(fits, shape, most, (fit) => count(fitted(fit)));
    count(skipped((steps.length - selection.taken) * Y.cols));
    return selection;
  },
  join: together,
};
