import type { Chance } from '../chance.js';
import type { Draw } from './draw.js';

/** The largest decade that data of size up to 1e4 or so can be brought to, and the least of which anything is left. */
const [LEAST, MOST] = [-319, 303];

/** The decade of one unit of a style. */
function decade(c: Chance, style: Draw['unitsOfX'] | Draw['unitsOfY'], k: number, count: number): number {
  const between = (from: number, to: number): number => from + (to - from) * c.uniform();
  const one = Math.floor(count / 2);
  switch (style) {
    case 'denormal':
      return between(LEAST, -308);
    case 'tiny':
      return between(-307, -290);
    case 'small':
      return between(-200, -140);
    case 'large':
      return between(140, 200);
    case 'huge':
      return between(280, MOST);
    case 'oneTiny':
      return k === one ? between(-319, -100) : 0;
    case 'oneHuge':
      return k === one ? between(100, MOST) : 0;
    case 'wide':
      return between(-30, 30);
    case 'widest':
    case 'rows':
      return between(LEAST, MOST);
    default:
      return 0;
  }
}

/** Powers of ten of a style. */
export const decadesOf = (c: Chance, style: Draw['unitsOfX'] | Draw['unitsOfY'], count: number): number[] =>
  Array.from({ length: count }, (_, k) => decade(c, style, k, count));

/** `x 10^decades`, within the range of doubles. */
export function inUnit(x: number, decades: number): number {
  const half = 10 ** (decades / 2);
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x * half * half)) + 0;
}
