import type { TopLevelSpec } from 'vega-lite';
import type { Matrix } from '../data/matrix.js';
import { legible, literal } from './texts.js';

/** A chart: a Vega-Lite 6 specification with its data inline, as plain JSON. */
export type Spec = TopLevelSpec;

/** Coefficients to be shown under a name, shape (tasks, features). */
export interface NamedCoefficients {
  readonly name: string;
  readonly coef: Matrix;
}

/** Dark ink on a light ground, or the other way round. */
export type Theme = 'light' | 'dark';

/** What every chart takes. */
export interface ChartOptions {
  title?: string;
  /** @default 'light' */
  theme?: Theme;
}

/** What charts with one plot, or two beside each other, take. */
export interface PlotOptions extends ChartOptions {
  /** Pixels of a plot without its axes. */
  width?: number;
  height?: number;
}

interface Palette {
  readonly ground: string;
  readonly ink: string;
  /** What stands behind: single folds, features that are not highlighted. */
  readonly faint: string;
  /** Colours that colour-blind people can tell apart, from the first on. */
  readonly colours: readonly string[];
}

/** @see Okabe & Ito 2008, "Color universal design"; their black and yellow are hard to see on a ground that is like them */
const OKABE_ITO = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9'];

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: { ground: 'white', ink: 'black', faint: '#b8b8b8', colours: OKABE_ITO },
  dark: {
    ground: '#1c1c1e',
    ink: '#f2f2f2',
    faint: '#6d6d70',
    colours: ['#56B4E9', '#E69F00', '#2FC79B', '#F07B3F', '#E39BC4', '#F0E442'],
  },
};

const FONT = 'DejaVu Sans';

function config(theme: Theme): object {
  if (theme === 'light') return { font: FONT };
  const { ink, faint } = PALETTES.dark;
  return {
    font: FONT,
    title: { color: ink, subtitleColor: ink },
    axis: { labelColor: ink, titleColor: ink, tickColor: faint, domainColor: faint, gridColor: '#38383b' },
    legend: { labelColor: ink, titleColor: ink },
    header: { labelColor: ink, titleColor: ink },
    view: { stroke: faint },
  };
}

interface Base {
  readonly $schema: string;
  readonly description: string;
  readonly background: string;
  readonly padding: number;
  readonly config: object;
}

/**
 * What all charts share: schema, font, ground and inks.
 *
 * @param description - for those who cannot see it
 */
export const base = (description: string, theme: Theme = 'light'): Base => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  description: legible(description),
  background: PALETTES[theme].ground,
  padding: 12,
  config: config(theme),
});

interface Title {
  readonly text: string;
  readonly anchor: 'middle';
  readonly fontSize: number;
  readonly subtitle?: string[];
  readonly subtitlePadding?: number;
}

/** A title, and under it what else has to be said: what was left out, for instance. */
export const titled = (text: string, ...notes: readonly string[]): Title => ({
  text: literal(text),
  anchor: 'middle',
  fontSize: 15,
  ...(notes.length > 0 && { subtitle: [...notes], subtitlePadding: 5 }),
});

/** The title of a panel. */
export const panelTitle = (text: string): object => ({ text: literal(text), fontWeight: 'normal' });

/** Significant digits of values in tooltips. */
export const VALUE_FORMAT = '.4';

/** Rows of data that a chart may hold: about 2 MB of JSON. */
const MOST_ROWS = 20_000;

/**
 * Data of a chart, if they are not too many for a page.
 *
 * @throws RangeError that says what to do about it
 */
export function rowsWithin<Row extends object>(name: string, rows: readonly Row[], remedy: string): { values: Row[] } {
  if (rows.length > MOST_ROWS) {
    throw new RangeError(`${name}: a chart must have at most ${MOST_ROWS} points, got ${rows.length}; ${remedy}`);
  }
  return { values: [...rows] };
}
