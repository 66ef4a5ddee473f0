import { checkOptions } from '../arguments/check.js';
import type { Rules } from '../arguments/rules.js';
import { MATRIX, type Matrix } from '../data/matrix.js';
import { checkFinite } from '../data/to-matrix.js';
import { blocksFor, type Cell, cellAt, mapFrame, noteOn, pooled } from './cells.js';
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

export interface SupportMapOptions extends ChartOptions {
  /** True coefficients, of the same shape: cells then say what was found, what is false and what was missed. */
  truth?: Matrix;
}

const RULES: Rules<SupportMapOptions> = { ...CHART_RULES, truth: MATRIX };

/** What a cell is beside the truth. */
const KINDS = ['found', 'false', 'missed'] as const;

interface Marked extends Cell {
  kind?: (typeof KINDS)[number];
}

const kindOf = (value: number, truth: number): (typeof KINDS)[number] =>
  value === 0 ? 'missed' : truth === 0 ? 'false' : 'found';

/** Cells of entries that are not zero, or ought not to be. */
function markedCells(coef: Matrix, truth: Matrix | undefined): Marked[] {
  const blocks = blocksFor(coef);
  const pool = pooled(coef, blocks);
  const right = truth && pooled(truth, blocks);
  return Array.from(pool.values).flatMap((value, at): Marked[] => {
    if (value === 0 && !(right?.values[at] ?? 0)) return [];
    const cell = cellAt(at, value, pool, coef, blocks);
    return [right ? { ...cell, kind: kindOf(value, right.values[at]!) } : cell];
  });
}

function panel({ name, coef }: NamedCoefficients, { truth, theme = 'light' }: SupportMapOptions) {
  const { ground, ink, colours } = PALETTES[theme];
  const { width, height, strokeWidth, places } = mapFrame(coef);
  const remedy = 'give some of the tasks or features';
  return {
    title: panelTitle(name),
    width,
    height,
    data: rowsWithin('supportMap', markedCells(coef, truth), remedy),
    mark: { type: 'rect', color: ink, stroke: ground, strokeWidth },
    encoding: {
      ...places,
      ...(truth && {
        color: {
          field: 'kind',
          type: 'nominal',
          title: null,
          scale: { domain: [...KINDS], range: [ink, colours[3]!, colours[5]!] },
          legend: { orient: 'bottom' },
        },
      }),
      tooltip: [
        { field: 'task', type: 'quantitative', title: 'task' },
        { field: 'feature', type: 'quantitative', title: 'feature' },
        { field: 'value', type: 'quantitative', title: 'value', format: VALUE_FORMAT },
        ...(truth ? [{ field: 'kind', type: 'nominal', title: 'it is' }] : []),
      ],
    },
  };
}

function describe({ name, coef }: NamedCoefficients, truth: Matrix | undefined): string {
  const used = coef.values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  const text = `${name}: ${used} of ${coef.values.length} coefficients are not zero`;
  if (!truth) return text;
  const count = (kind: string) =>
    coef.values.reduce(
      (sum, value, at) =>
        sum + ((value !== 0 || truth.values[at] !== 0) && kindOf(value, truth.values[at]!) === kind ? 1 : 0),
      0,
    );
  return `${text}, ${KINDS.map((kind) => `${count(kind)} ${kind}`).join(', ')}`;
}

/**
 * Where coefficients are not zero: a panel for each fit, features across with the axis on top, tasks downward, a
 * square for each non-zero coefficient and none for a zero, as matplotlib's `spy` draws it. Beside the truth squares are found,
 * false or missed. Where there are more than 320 features or tasks a square stands for a block of them.
 *
 * @param fits - what to show, side by side; `coef` of shape (tasks, features)
 * @throws TypeError if the truth has another shape; RangeError if more squares would be drawn than a page can take
 */
export function supportMap(fits: readonly NamedCoefficients[], options: SupportMapOptions = {}): Spec {
  checkOptions('supportMap', options, RULES);
  checkNamed('supportMap', 'fits', fits);
  if (options.truth) checkFinite('supportMap: truth', options.truth);
  const { title = 'Coefficient non-zero location', theme, truth } = options;
  for (const { name, coef } of fits) {
    if (truth && (truth.rows !== coef.rows || truth.cols !== coef.cols)) {
      const expected = `${coef.rows} x ${coef.cols} like ${name}`;
      throw new TypeError(`supportMap: truth must have shape ${expected}, got ${truth.rows} x ${truth.cols}`);
    }
  }
  const notes = [...new Set(fits.map(({ coef }) => noteOn(blocksFor(coef))))];
  return {
    ...base(`${title}. ${fits.map((fit) => describe(fit, truth)).join('; ')}.`, theme),
    title: { ...titled(title, ...notes.filter(Boolean)), offset: 16 },
    spacing: 40,
    hconcat: fits.map((fit) => panel(fit, options)),
  } as Spec;
}
