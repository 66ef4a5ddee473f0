import { checkOptions } from '../arguments/check.js';
import { ruleAt } from './axes.js';
import { PREDICTED_RULES, type Predicted, type PredictedOptions, pointsOf, TOOLTIP, taskColours } from './predicted.js';
import { base, PALETTES, type Spec, titled } from './spec.js';

/**
 * Residuals against what was predicted: without structure where a linear model is right. Where there are more than 1500 points, some of
 * them.
 *
 * @param predicted - both of shape (samples, tasks); entries that are NaN in `actual` have no point
 * @throws TypeError for matrices of different shapes; RangeError for tasks that are not there
 */
export function residuals(predicted: Predicted, options: PredictedOptions = {}): Spec {
  checkOptions('residuals', options, PREDICTED_RULES);
  const { tasks: asked, title = 'Residuals', theme = 'light', width = 420, height = 300 } = options;
  const { points, tasks, note, all } = pointsOf('residuals', predicted, asked);
  const spread = Math.sqrt(all.reduce((sum, { residual }) => sum + residual ** 2, 0) / (all.length || 1));
  return {
    ...base(
      `${title}: residuals of ${all.length} predictions against what was predicted; their root mean square is ${spread.toPrecision(3)}.`,
      theme,
    ),
    title: titled(title, ...(note ? [note] : [])),
    width,
    height,
    layer: [
      ruleAt('y', 0, PALETTES[theme].faint, false),
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 22, opacity: 0.6 },
        encoding: {
          x: {
            field: 'predicted',
            type: 'quantitative',
            title: 'predicted',
            scale: { zero: false },
            axis: { grid: false },
          },
          y: { field: 'residual', type: 'quantitative', title: 'actual − predicted', axis: { grid: false } },
          color: taskColours(tasks, theme),
          tooltip: TOOLTIP,
        },
      },
    ],
  } as Spec;
}
