import { check, checkOptions } from '../arguments/check.js';
import { type Rules, text, whole } from '../arguments/rules.js';
import { isList } from '../data/to-vector.js';
import { checkNamed, LEVEL, PLOT_RULES } from './checks.js';
import {
  base,
  type NamedCoefficients,
  PALETTES,
  type PlotOptions,
  rowsWithin,
  type Spec,
  type Theme,
  titled,
  VALUE_FORMAT,
} from './spec.js';
import { legible, namedBy, nameList } from './texts.js';

export interface CoefficientSeriesOptions extends PlotOptions {
  /** Which feature, from 0. @default 0 */
  feature?: number;
  /** Range of the value axis. @default what the values need */
  domain?: readonly [number, number];
}

const RULES: Rules<CoefficientSeriesOptions> = {
  ...PLOT_RULES,
  feature: whole(0),
  domain: {
    accepts: (value) => isList(value) && value.length === 2 && Array.from<unknown>(value).every(LEVEL.accepts),
    expected: 'two finite numbers',
    error: TypeError,
  },
};

/** Coefficients under a name, with the colour of their line. */
export interface ColouredCoefficients extends NamedCoefficients {
  readonly color: string;
}

/** A legend inside the plot at the top centre. Vega-Lite places freely only by coordinates, so its width is estimated. */
function topCentre(names: readonly string[], plot: number, theme: Theme) {
  const labelFontSize = 12;
  const width = 44 + 0.75 * labelFontSize * Math.max(...names.map(({ length }) => length));
  return {
    orient: 'none' as const,
    legendX: Math.round((plot - width) / 2),
    legendY: 6,
    labelFontSize,
    symbolType: 'stroke',
    symbolStrokeWidth: 2,
    symbolSize: 400,
    padding: 6,
    fillColor: PALETTES[theme].ground,
    strokeColor: theme === 'light' ? 'lightgray' : PALETTES.dark.faint,
    cornerRadius: 3,
    ...namedBy('names', names),
  };
}

/** An unseen point at each value, large enough to hit for its tooltip. */
const TARGET = { filled: true, opacity: 0, size: 100 };

/**
 * One feature's coefficient over the tasks, a line for each series: fits beside each other or beside the truth.
 *
 * @param series - what to show; `coef` of shape (tasks, features), lines in this order, the last on top
 * @throws RangeError if a series has no such feature
 */
export function coefficientSeries(
  series: readonly ColouredCoefficients[],
  options: CoefficientSeriesOptions = {},
): Spec {
  checkOptions('coefficientSeries', options, RULES);
  checkNamed('coefficientSeries', 'series', series);
  for (const [k, { color }] of series.entries()) check('coefficientSeries', `series[${k}].color`, color, text);
  const { feature = 0, domain, theme = 'light', width = 520, height = 320 } = options;
  const { title = `Coefficient of feature ${feature}` } = options;
  for (const { name, coef } of series) {
    if (!Number.isInteger(feature) || feature < 0 || feature >= coef.cols) {
      throw new RangeError(
        `coefficientSeries: feature must be one of the ${coef.cols} of ${name}, from 0, got ${feature}`,
      );
    }
  }
  const tasks = Math.max(1, ...series.map(({ coef }) => coef.rows));
  const names = series.map(({ name }) => legible(name));
  const points = series.flatMap(({ coef }, place) =>
    Array.from({ length: coef.rows }, (_, task) => ({
      _place: place,
      series: names[place]!,
      task,
      feature,
      value: coef.values[task * coef.cols + feature]!,
    })),
  );
  return {
    ...base(`${title} over ${tasks} tasks, a line for each of ${names.join(', ')}.`, theme),
    title: titled(title),
    params: [nameList('names', names)],
    width,
    height,
    data: rowsWithin('coefficientSeries', points, 'give some of the tasks'),
    mark: { type: 'line', strokeWidth: 2, clip: true, point: tasks === 1 ? true : TARGET },
    encoding: {
      x: {
        field: 'task',
        type: 'quantitative',
        title: 'Time (or Task)',
        scale: {
          domain: tasks === 1 ? [-0.5, 0.5] : [0, tasks - 1],
          nice: false,
          zero: false,
        },
        axis: { format: 'd', tickMinStep: 1, grid: false },
      },
      y: {
        field: 'value',
        type: 'quantitative',
        title: 'Coefficient',
        scale: domain ? { domain: [...domain], nice: false } : {},
        axis: { grid: false },
      },
      color: {
        field: '_place',
        type: 'nominal',
        title: null,
        scale: { domain: [...names.keys()], range: series.map(({ color }) => color) },
        legend: topCentre(names, width, theme),
      },
      tooltip: [
        { field: 'series', type: 'nominal', title: 'model' },
        { field: 'task', type: 'quantitative', title: 'task' },
        { field: 'feature', type: 'quantitative', title: 'feature' },
        {
          field: 'value',
          type: 'quantitative',
          title: 'value',
          format: VALUE_FORMAT,
        },
      ],
    },
  };
}
