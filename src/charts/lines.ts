import type { Theme } from './spec.js';
import { PALETTES } from './spec.js';
import { namedBy } from './texts.js';

/** Lines with colours of their own; the others stand behind, grey. */
const COLOURED = 6;

/**
 * How lines of features are coloured: the first ones, which should be those that matter, each for itself. `_place` tells which line it
 * is (what begins with _ is not read out), the list `names` of the chart how it is called.
 *
 * @param names - of all features with a line
 */
export function lineColours(names: readonly string[], theme: Theme): object {
  const { colours, faint } = PALETTES[theme];
  const first = names.slice(0, COLOURED);
  return {
    field: '_place',
    type: 'nominal',
    title: null,
    scale: { domain: [...names.keys()], range: names.map((_, k) => (k < COLOURED ? colours[k]! : faint)) },
    legend: {
      values: [...first.keys()],
      symbolType: 'stroke',
      symbolStrokeWidth: 3,
      ...namedBy('names', first),
    },
  };
}

/** A click on a line brings it out, in all panels; a click beside it takes that back. */
export const HIGHLIGHT: object = {
  name: 'highlight',
  select: { type: 'point', fields: ['_place'], clear: 'dblclick' },
};

/** Full where nothing, or this, is brought out. */
export const brought = (otherwise: number): object => ({
  condition: { param: 'highlight', value: 1 },
  value: otherwise,
});
