import { checkOptions } from '../arguments/check.js';
import { type Matrix, zeros } from '../data/matrix.js';
import { CHART_RULES, checkMatrix } from './checks.js';
import { base, type ChartOptions, PALETTES, type Spec, titled } from './spec.js';

/** Tasks along a side at most; more are taken together. */
const RESOLUTION = 120;
const SIDE = 360;
const SMALLEST_SIDE = 80;
const LARGEST_CELL = 24;

/** Columns with their mean off, of norm 1; a constant one, and entries that are not there, count 0. */
function standardised({ rows, cols, values }: Matrix): Matrix {
  const columns = zeros(cols, rows);
  for (let t = 0; t < cols; t++) {
    const own = columns.values.subarray(t * rows, (t + 1) * rows);
    for (let i = 0; i < rows; i++) own[i] = values[i * cols + t]!;
    const there = own.filter((value) => !Number.isNaN(value));
    const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
    const norm = Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    own.forEach((value, i) => {
      own[i] = Number.isNaN(value) || norm === 0 ? 0 : (value - mean) / norm;
    });
  }
  return columns;
}

/**
 * How alike tasks are: the correlation of each two columns, blue below zero and orange above. More than 120 tasks are taken together in
 * blocks, by the mean.
 *
 * @param Y - targets, residuals or transposed coefficients, shape (samples, tasks)
 */
export function taskCorrelation(Y: Matrix, options: ChartOptions = {}): Spec {
  checkOptions('taskCorrelation', options, CHART_RULES);
  checkMatrix('taskCorrelation', 'Y', Y);
  const { title = 'Correlation of the tasks', theme = 'light' } = options;
  const columns = standardised(Y);
  const block = Math.max(1, Math.ceil(Y.cols / RESOLUTION));
  const count = Math.ceil(Y.cols / block);
  const cells = [];
  let [off, pairs] = [0, 0];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let [sum, terms] = [0, 0];
      for (let s = a * block; s < Math.min((a + 1) * block, Y.cols); s++) {
        for (let t = b * block; t < Math.min((b + 1) * block, Y.cols); t++) {
          let correlation = 0;
          for (let i = 0; i < Y.rows; i++)
            correlation += columns.values[s * Y.rows + i]! * columns.values[t * Y.rows + i]!;
          sum += correlation;
          terms++;
          if (s !== t) {
            off += Math.abs(correlation);
            pairs++;
          }
        }
      }
      cells.push({ task: a * block, other: b * block, correlation: sum / terms });
    }
  }
  const side = Math.max(SMALLEST_SIDE, Math.min(SIDE, count * LARGEST_CELL));
  const note = block > 1 ? [`each cell: the mean of ${block} × ${block} tasks`] : [];
  const axis = (field: string) => ({
    field,
    type: 'ordinal',
    title: field === 'task' ? 'Task' : null,
    axis: { labelOverlap: true, labelAngle: 0 },
  });
  const middle = theme === 'light' ? '#f4f4f4' : '#2c2c2e';
  return {
    ...base(
      `${title}: correlations of ${Y.cols} tasks over ${Y.rows} samples, of mean size ${(off / (pairs || 1)).toFixed(2)}.`,
      theme,
    ),
    title: { ...titled(title, ...note), color: PALETTES[theme].ink },
    width: side,
    height: side,
    data: { values: cells },
    mark: { type: 'rect' },
    encoding: {
      x: axis('task'),
      y: axis('other'),
      color: {
        field: 'correlation',
        type: 'quantitative',
        title: 'correlation',
        scale: { domain: [-1, 0, 1], range: ['#2F7FC1', middle, '#E07B00'], interpolate: 'rgb' },
      },
      tooltip: [
        { field: 'task', type: 'ordinal', title: 'task' },
        { field: 'other', type: 'ordinal', title: 'and task' },
        { field: 'correlation', type: 'quantitative', title: 'correlation', format: '.3f' },
      ],
    },
  } as Spec;
}
