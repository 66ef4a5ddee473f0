import type { Matrix } from '../data/matrix.js';
import { BASE, type NamedCoefficients, type Spec, VALUE_FORMAT } from './spec.js';

export interface SupportMapOptions {
  /** @default 'Coefficient non-zero location' */
  title?: string;
}

const LONGEST_SIDE = 320;
const SHORTEST_SIDE = 24;
const LARGEST_CELL = 8;

/** A cell of the map with its edges: a coefficient (t, j) lies in the square of side 1 around (j, t). */
interface Cell {
  feature: number;
  task: number;
  value: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function nonZeroCells({ cols, values }: Matrix): Cell[] {
  const cells: Cell[] = [];
  values.forEach((value, index) => {
    if (value === 0) return;
    const [task, feature] = [Math.floor(index / cols), index % cols];
    const [left, right, top, bottom] = [feature - 0.5, feature + 0.5, task - 0.5, task + 0.5];
    cells.push({ feature, task, value, left, right, top, bottom });
  });
  return cells;
}

function panel({ name, coef }: NamedCoefficients) {
  const cell = Math.min(LARGEST_CELL, LONGEST_SIDE / Math.max(coef.rows, coef.cols));
  const side = (count: number) => Math.max(SHORTEST_SIDE, Math.round(count * cell));
  const scale = (count: number) => ({
    domain: [-0.5, count - 0.5],
    nice: false,
    zero: false,
  });
  const axis = (count: number) => ({
    format: 'd',
    tickMinStep: 1,
    tickCount: Math.max(1, Math.round(side(count) / 40)),
    grid: false,
  });
  return {
    title: { text: name, fontWeight: 'normal' as const },
    width: side(coef.cols),
    height: side(coef.rows),
    data: { values: nonZeroCells(coef) },
    // A white hairline tells neighbours apart; where cells are smaller than a few pixels it would eat them up.
    mark: {
      type: 'rect' as const,
      color: 'black',
      stroke: 'white',
      strokeWidth: cell < 4 ? 0 : 0.6,
    },
    encoding: {
      x: {
        field: 'left',
        type: 'quantitative' as const,
        title: 'Feature',
        scale: scale(coef.cols),
        axis: { ...axis(coef.cols), orient: 'top' as const },
      },
      x2: { field: 'right' },
      y: {
        field: 'top',
        type: 'quantitative' as const,
        title: 'Time (or Task)',
        scale: { ...scale(coef.rows), reverse: true },
        axis: axis(coef.rows),
      },
      y2: { field: 'bottom' },
      tooltip: [
        { field: 'task', type: 'quantitative' as const, title: 'task' },
        { field: 'feature', type: 'quantitative' as const, title: 'feature' },
        {
          field: 'value',
          type: 'quantitative' as const,
          title: 'value',
          format: VALUE_FORMAT,
        },
      ],
    },
  };
}

const describe = ({ name, coef }: NamedCoefficients): string =>
  `${name}: ${coef.values.filter((value) => value !== 0).length} of ${coef.values.length} coefficients are not zero`;

/**
 * Where coefficients are not zero: a panel for each fit, features across with the axis on top, tasks downward, a black
 * square for each non-zero coefficient and none for a zero, as matplotlib's `spy` draws it.
 *
 * @param fits - what to show, side by side; `coef` of shape (tasks, features)
 */
export function supportMap(
  fits: readonly NamedCoefficients[],
  { title = 'Coefficient non-zero location' }: SupportMapOptions = {},
): Spec {
  return {
    ...BASE,
    title: { text: title, anchor: 'middle', fontSize: 15, offset: 16 },
    description: `${title}. ${fits.map(describe).join('; ')}.`,
    spacing: 40,
    hconcat: fits.map(panel),
  };
}
