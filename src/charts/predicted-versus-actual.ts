import { checkOptions } from '../arguments/check.js';
import { PREDICTED_RULES, type Predicted, type PredictedOptions, pointsOf, TOOLTIP, taskColours } from './predicted.js';
import { base, PALETTES, type Spec, titled } from './spec.js';

/** `1 − Σ(y − ŷ)² / Σ(y − ȳ)²` over all points; NaN of points that are all the same. */
function explained(points: readonly { actual: number; residual: number }[]): number {
  const mean = points.reduce((sum, { actual }) => sum + actual, 0) / points.length;
  const all = points.reduce((sum, { actual }) => sum + (actual - mean) ** 2, 0);
  return 1 - points.reduce((sum, { residual }) => sum + residual ** 2, 0) / all;
}

/**
 * What was predicted against what was there, and the line on which both are the same; below the title R² over all points. Where there are
 * more than 1500 points, some of them.
 *
 * @param predicted - both of shape (samples, tasks); entries that are NaN in `actual` have no point
 * @throws TypeError for matrices of different shapes; RangeError for tasks that are not there
 */
export function predictedVersusActual(predicted: Predicted, options: PredictedOptions = {}): Spec {
  checkOptions('predictedVersusActual', options, PREDICTED_RULES);
  const { tasks: asked, title = 'Predicted and actual', theme = 'light', width = 340, height = 340 } = options;
  const { points, tasks, note, all } = pointsOf('predictedVersusActual', predicted, asked);
  const values = all.flatMap((point) => [point.actual, point.predicted]);
  const [least, most] = [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const domain = all.length > 0 ? [least, most] : [0, 1];
  const r2 = explained(all);
  const notes = [Number.isFinite(r2) ? `R² ${r2.toFixed(3)}` : '', note].filter(Boolean);
  const axis = (field: 'actual' | 'predicted') => ({
    field,
    type: 'quantitative',
    title: field,
    scale: { domain, nice: true, zero: false },
    axis: { grid: false },
  });
  return {
    ...base(
      `${title}: ${all.length} predictions against what was there, from ${least.toPrecision(3)} to ${most.toPrecision(3)}; ${notes.join(', ')}.`,
      theme,
    ),
    title: titled(title, ...notes),
    width,
    height,
    layer: [
      {
        data: { values: domain.map((value) => ({ actual: value, predicted: value })) },
        mark: { type: 'line', color: PALETTES[theme].faint },
        encoding: { x: axis('actual'), y: axis('predicted') },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 22, opacity: 0.6 },
        encoding: { x: axis('actual'), y: axis('predicted'), color: taskColours(tasks, theme), tooltip: TOOLTIP },
      },
    ],
  } as Spec;
}
