import { type Matrix, zeros } from '../data/matrix.js';

/** Cells along a side that can be told apart. */
const RESOLUTION = 320;
const LONGEST_SIDE = 320;
const SHORTEST_SIDE = 24;
const LARGEST_CELL = 8;

/** A cell of a map with its edges: entry (t, j) of a matrix lies in the square of side 1 around (j, t). */
export interface Cell {
  feature: number;
  task: number;
  value: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How many features and tasks one cell stands for. */
export interface Blocks {
  readonly features: number;
  readonly tasks: number;
}

export const blocksFor = ({ rows, cols }: Matrix): Blocks => ({
  features: Math.max(1, Math.ceil(cols / RESOLUTION)),
  tasks: Math.max(1, Math.ceil(rows / RESOLUTION)),
});

/** What has to be said of cells that stand for more than one entry. */
export const noteOn = ({ features, tasks }: Blocks): string =>
  features * tasks === 1 ? '' : `each cell: the largest in size of ${features} × ${tasks} (features × tasks)`;

/** The entry of each block that is largest in size. */
export function pooled({ rows, cols, values }: Matrix, { features, tasks }: Blocks): Matrix {
  if (features * tasks === 1) return { rows, cols, values };
  const pool = zeros(Math.ceil(rows / tasks), Math.ceil(cols / features));
  for (let t = 0; t < rows; t++) {
    for (let j = 0; j < cols; j++) {
      const at = Math.floor(t / tasks) * pool.cols + Math.floor(j / features);
      const value = values[t * cols + j]!;
      if (Math.abs(value) > Math.abs(pool.values[at]!)) pool.values[at] = value;
    }
  }
  return pool;
}

/** The cell at some place of pooled entries, `of` the size of the matrix. */
export function cellAt(at: number, value: number, pool: Matrix, of: Matrix, { features, tasks }: Blocks): Cell {
  const task = Math.floor(at / pool.cols) * tasks;
  const feature = (at % pool.cols) * features;
  const [right, bottom] = [Math.min(feature + features, of.cols), Math.min(task + tasks, of.rows)];
  return { feature, task, value, left: feature - 0.5, right: right - 0.5, top: task - 0.5, bottom: bottom - 0.5 };
}

interface MapFrame {
  readonly width: number;
  readonly height: number;
  /** A hairline tells neighbours apart; where cells are smaller than a few pixels it would eat them up. */
  readonly strokeWidth: number;
  /** Encodings of the edges of a cell. */
  readonly places: object;
}

/** Size, axes and places of a map of cells: features across with the axis on top, tasks downward, as matplotlib's `spy` has them. */
export function mapFrame({ rows, cols }: Matrix): MapFrame {
  const cell = Math.min(LARGEST_CELL, LONGEST_SIDE / Math.max(rows, cols));
  const side = (count: number) => Math.max(SHORTEST_SIDE, Math.round(count * cell));
  const scale = (count: number) => ({ domain: [-0.5, count - 0.5], nice: false, zero: false });
  const axis = (count: number) => ({
    format: 'd',
    tickMinStep: 1,
    tickCount: Math.max(1, Math.round(side(count) / 40)),
    grid: false,
  });
  return {
    width: side(cols),
    height: side(rows),
    strokeWidth: cell < 4 ? 0 : 0.6,
    places: {
      x: {
        field: 'left',
        type: 'quantitative',
        title: 'Feature',
        scale: scale(cols),
        axis: { ...axis(cols), orient: 'top' },
      },
      x2: { field: 'right' },
      y: {
        field: 'top',
        type: 'quantitative',
        title: 'Time (or Task)',
        scale: { ...scale(rows), reverse: true },
        axis: axis(rows),
      },
      y2: { field: 'bottom' },
    },
  };
}
