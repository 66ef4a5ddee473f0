import type { TopLevelSpec } from 'vega-lite';
import type { Matrix } from '../data/matrix.js';

/** A chart: a Vega-Lite 6 specification with its data inline, as plain JSON. */
export type Spec = TopLevelSpec;

/** Coefficients to be shown under a name, shape (tasks, features). */
export interface NamedCoefficients {
  readonly name: string;
  readonly coef: Matrix;
}

/** What all charts share: schema, font, a white ground. */
export const BASE: {
  $schema: string;
  background: string;
  padding: number;
  config: { font: string };
} = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  padding: 12,
  config: { font: 'DejaVu Sans' },
};

/** Significant digits of values in tooltips. */
export const VALUE_FORMAT = '.4';
