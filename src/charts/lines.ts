import type { Theme } from './spec.js';
import { PALETTES } from './spec.js';

/** Lines with colours of their own; the others stand behind, grey. */
const COLOURED = 6;

/**
 * How lines of features are coloured: the first ones, which should be those that matter, each for itself.
 *
 * @param names - of all features with a line
 */
export function lineColours(names: readonly string[], theme: Theme): object {
  const { colours, faint } = PALETTES[theme];
  return {
    field: 'feature',
    type: 'nominal',
    title: null,
    scale: { domain: [...names], range: names.map((_, k) => (k < COLOURED ? colours[k]! : faint)) },
    legend: { values: names.slice(0, COLOURED), symbolType: 'stroke', symbolStrokeWidth: 3 },
  };
}

/** A click on a line brings it out, in all panels; a click beside it takes that back. */
export const HIGHLIGHT: object = {
  name: 'highlight',
  select: { type: 'point', fields: ['feature'], clear: 'dblclick' },
};

/** Full where nothing, or this, is brought out. */
export const brought = (otherwise: number): object => ({
  condition: { param: 'highlight', value: 1 },
  value: otherwise,
});
