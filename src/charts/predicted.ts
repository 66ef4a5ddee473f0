import { check } from '../arguments/check.js';
import { any, isRecord, type Rule, type Rules } from '../arguments/rules.js';
import type { Matrix } from '../data/matrix.js';
import { checkFinite } from '../data/to-matrix.js';
import { toVector, type VectorInput } from '../data/to-vector.js';
import { checkMatrix, PLOT_RULES } from './checks.js';
import { PALETTES, type PlotOptions, type Theme } from './spec.js';

/** What was predicted of what: both of shape (samples, tasks). */
export interface Predicted {
  readonly actual: Matrix;
  readonly predicted: Matrix;
}

export interface PredictedOptions extends PlotOptions {
  /** Which tasks. @default all */
  tasks?: VectorInput;
}

/** What options must be; tasks are looked at when it is known how many there are. */
export const PREDICTED_RULES: Rules<PredictedOptions> = { ...PLOT_RULES, tasks: any };

const PREDICTED: Rule = { accepts: isRecord, expected: 'an object with actual and predicted', error: TypeError };

/** Points that are drawn at most, evenly chosen. */
const MOST = 1500;

/** Tasks that have a colour each; more have one together. */
const COLOURED = 6;

interface Point {
  sample: number;
  task: string;
  actual: number;
  predicted: number;
  residual: number;
}

interface Points {
  readonly all: readonly Point[];
  /** Those that are drawn, and what has to be said if that is not all of them. */
  readonly points: readonly Point[];
  readonly note: string;
  readonly tasks: readonly string[];
}

/**
 * A point for each entry that is there.
 *
 * @throws TypeError for matrices of different shapes; RangeError for tasks that are not there, predictions that are not finite
 */
export function pointsOf(chart: string, both: Predicted, asked: VectorInput | undefined): Points {
  check(chart, 'predicted', both, PREDICTED);
  const { actual, predicted } = both;
  checkMatrix(chart, 'actual', actual);
  checkMatrix(chart, 'predicted', predicted);
  if (actual.rows !== predicted.rows || actual.cols !== predicted.cols) {
    const expected = `${actual.rows} x ${actual.cols} like actual`;
    throw new TypeError(`${chart}: predicted must have shape ${expected}, got ${predicted.rows} x ${predicted.cols}`);
  }
  checkFinite(`${chart}: predicted`, predicted);
  const expected = {
    what: `among ${actual.cols}, from 0`,
    accepts: (t: number) => Number.isInteger(t) && t >= 0 && t < actual.cols,
  };
  const tasks =
    asked === undefined
      ? Array.from({ length: actual.cols }, (_, t) => t)
      : Array.from(toVector(`${chart}: tasks`, asked, expected));
  if (tasks.length === 0) throw new RangeError(`${chart}: tasks must name at least one, got none`);
  const all: Point[] = [];
  for (const t of tasks) {
    for (let sample = 0; sample < actual.rows; sample++) {
      const [y, fitted] = [actual.values[sample * actual.cols + t]!, predicted.values[sample * actual.cols + t]!];
      if (!Number.isNaN(y)) all.push({ sample, task: `task ${t}`, actual: y, predicted: fitted, residual: y - fitted });
    }
  }
  const every = Math.max(1, Math.ceil(all.length / MOST));
  return {
    all,
    tasks: tasks.map((t) => `task ${t}`),
    points: all.filter((_, at) => at % every === 0),
    note: every > 1 ? `one point of ${every}` : '',
  };
}

/** A colour for each task, where they are few. */
export const taskColours = (tasks: readonly string[], theme: Theme): object =>
  tasks.length === 1 || tasks.length > COLOURED
    ? { value: PALETTES[theme].colours[0] }
    : {
        field: 'task',
        type: 'nominal',
        title: null,
        scale: { domain: [...tasks], range: PALETTES[theme].colours.slice(0, tasks.length) },
      };

export const TOOLTIP: readonly object[] = [
  { field: 'task', type: 'nominal', title: 'task' },
  { field: 'sample', type: 'quantitative', title: 'sample' },
  { field: 'actual', type: 'quantitative', title: 'actual', format: '.4' },
  { field: 'predicted', type: 'quantitative', title: 'predicted', format: '.4' },
  { field: 'residual', type: 'quantitative', title: 'residual', format: '.4' },
];
