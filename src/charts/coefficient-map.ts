import { checkOptions } from '../arguments/check.js';
import type { Matrix } from '../data/matrix.js';
import { blocksFor, cellAt, mapFrame, noteOn, pooled } from './cells.js';
import { CHART_RULES, checkNamed } from './checks.js';
import {
  base,
  type ChartOptions,
  type NamedCoefficients,
  PALETTES,
  panelTitle,
  rowsWithin,
  type Spec,
  titled,
  VALUE_FORMAT,
} from './spec.js';

/** Cells of entries that are not zero: zeros are the ground. */
function cellsOf(coef: Matrix) {
  const blocks = blocksFor(coef);
  const pool = pooled(coef, blocks);
  return Array.from(pool.values).flatMap((value, at) => (value === 0 ? [] : [cellAt(at, value, pool, coef, blocks)]));
}

/** The largest entry in size. */
const largestOf = (matrices: readonly Matrix[]): number =>
  matrices.reduce((most, { values }) => values.reduce((own, value) => Math.max(own, Math.abs(value)), most), 0);

/**
 * How large coefficients are, and of which sign: a panel for each fit, features across, tasks downward, blue below zero and orange
 * above, all panels on one scale. A zero is not drawn. Where there are more than 320 features or tasks a cell stands for a block
 * of them, by its largest.
 *
 * @param fits - what to show, side by side; `coef` of shape (tasks, features)
 * @throws RangeError if more cells would be drawn than a page can take
 */
export function coefficientMap(fits: readonly NamedCoefficients[], options: ChartOptions = {}): Spec {
  checkOptions('coefficientMap', options, CHART_RULES);
  checkNamed('coefficientMap', 'fits', fits);
  const { title = 'Coefficients', theme = 'light' } = options;
  const most = largestOf(fits.map(({ coef }) => coef)) || 1;
  const { ground, ink } = PALETTES[theme];
  const notes = [...new Set(fits.map(({ coef }) => noteOn(blocksFor(coef))))];
  const panels = fits.map(({ name, coef }) => {
    const { width, height, strokeWidth, places } = mapFrame(coef);
    return {
      title: panelTitle(name),
      width,
      height,
      data: rowsWithin('coefficientMap', cellsOf(coef), 'give some of the tasks or features'),
      mark: { type: 'rect', stroke: ground, strokeWidth },
      encoding: {
        ...places,
        color: {
          field: 'value',
          type: 'quantitative',
          title: 'Coefficient',
          scale: {
            domain: [-most, 0, most],
            range: ['#2F7FC1', theme === 'light' ? '#e8e8e8' : '#3a3a3d', '#E07B00'],
            interpolate: 'rgb',
          },
        },
        tooltip: [
          { field: 'task', type: 'quantitative', title: 'task' },
          { field: 'feature', type: 'quantitative', title: 'feature' },
          { field: 'value', type: 'quantitative', title: 'value', format: VALUE_FORMAT },
        ],
      },
    };
  });
  const range = `from ${(-most).toPrecision(3)} to ${most.toPrecision(3)}`;
  return {
    ...base(
      `${title}: signed sizes by feature and task on a scale ${range}, for ${fits.map(({ name }) => name).join(', ')}.`,
      theme,
    ),
    title: { ...titled(title, ...notes.filter(Boolean)), offset: 16, color: ink },
    spacing: 40,
    hconcat: panels,
  } as Spec;
}
