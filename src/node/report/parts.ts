import type { Matrix } from '../../data/matrix.js';
import { type LinearFit, support } from '../../estimators/linear-fit.js';
import type { PageContent, PageSection, PageTable } from '../page.js';
import { asked, type Made, optionsText } from './program.js';

/** A model under a name. */
export interface Asked {
  readonly name: string;
  /** What was asked: the page then says how to reproduce it. */
  readonly estimator?: Made;
}

/** A fit under a name. */
export interface NamedFit extends Asked {
  readonly fit: LinearFit;
}

export interface ReportOptions extends Omit<PageContent, 'title' | 'sections'> {
  /** @default what it is a report of */
  readonly title?: string;
  /** What was asked of a fit, or of those of a selection: the page then says how to reproduce it. */
  readonly estimator?: Made;
  /** The data: the page tells their shape, and with both what is left of Y. */
  readonly X?: Matrix;
  readonly Y?: Matrix;
  /** Of all features. @default 'feature 0', … */
  readonly names?: readonly string[];
}

/** Features that a table of the support lists. */
export const LISTED = 60;

/** Entries of a list that are shown among what was asked. */
const ENTRIES = 6;

export const short = (value: number): string => String(Number(value.toPrecision(4)));

/** A number, or how far those of a list reach. */
export function shown(value: number | readonly number[]): string {
  const values = [value].flat();
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? short(least) : `${short(least)} to ${short(most)} (${values.length})`;
}

export const nameOf = (j: number, { names }: ReportOptions): string => names?.[j] ?? `feature ${j}`;

/** What was asked, and of which data. */
export function question(models: readonly Asked[], { X, Y }: ReportOptions): PageSection {
  const rows = [
    ...(X ? [['samples × features', `${X.rows} × ${X.cols}`]] : []),
    ...(Y ? [['tasks', String(Y.cols)]] : []),
    ...models.flatMap(({ name, estimator }) => {
      if (!estimator) return [];
      const own = asked(estimator);
      return [[name, `${estimator.model.name}${own.length > 0 ? `, ${optionsText(own, ENTRIES)}` : ''}`]];
    }),
  ];
  return rows.length > 0 ? { heading: 'What was asked', tables: [{ head: ['', ''], body: rows }] } : {};
}

/** A sentence of what did not go as it should have; nothing as a rule. */
export const warned = (warnings: readonly string[]): string =>
  warnings.length > 0 ? ` Warnings: ${warnings.join('; ')}.` : '';

/** What the certificates say. */
export function certificates(fits: readonly NamedFit[]): PageSection {
  const rows: [string, (fit: LinearFit) => string][] = [
    ['alpha', ({ problems }) => shown(problems.map(({ alpha }) => alpha))],
    ['problems', ({ problems }) => String(problems.length)],
    [
      'converged',
      ({ converged, problems }) => (converged ? 'all' : `${problems.filter((each) => each.converged).length}`),
    ],
    [
      'duality gap, relative, at most',
      ({ problems }) => Math.max(...problems.map((each) => each.relativeGap)).toExponential(1),
    ],
    ['objective', ({ objective }) => objective.toPrecision(10)],
    ['duality gap', ({ dualGap }) => dualGap.toExponential(1)],
    ['iterations', ({ iterations }) => String(iterations)],
    ['solver, backend', ({ solver, backend }) => `${solver}, ${backend}`],
  ];
  if (fits.some(({ fit }) => fit.trace)) {
    rows.push(['seconds', ({ trace }) => (trace ? trace.seconds.total.toFixed(3) : '')]);
  }
  const warnings = [...new Set(fits.flatMap(({ fit }) => fit.warnings))];
  return {
    heading: 'Certificate',
    text: `The duality gap, in float64 and of the very coefficients below, bounds how much smaller the objective can get.${warned(warnings)}`,
    tables: [
      {
        head: ['', ...fits.map(({ name }) => name)],
        body: rows.map(([label, of]) => [label, ...fits.map(({ fit }) => of(fit))]),
      },
    ],
  };
}

/** Features that a fit selects, largest first: the coefficient of a single task, else how many tasks use it and its norm. */
function supportTable({ coef }: LinearFit, options: ReportOptions): PageTable {
  const column = (j: number): number[] => Array.from({ length: coef.rows }, (_, t) => coef.values[t * coef.cols + j]!);
  const features = support({ coef })
    .map((j) => ({ j, values: column(j), norm: Math.hypot(...column(j)) }))
    .sort((a, b) => b.norm - a.norm)
    .slice(0, LISTED);
  if (coef.rows === 1) {
    return {
      head: ['feature', 'coefficient'],
      body: features.map(({ j, values }) => [nameOf(j, options), short(values[0]!)]),
    };
  }
  return {
    head: ['feature', 'tasks that use it', 'norm'],
    body: features.map(({ j, values, norm }) => [
      nameOf(j, options),
      String(values.filter((value) => value !== 0).length),
      short(norm),
    ]),
  };
}

export function supports(fits: readonly NamedFit[], options: ReportOptions): PageSection[] {
  return fits.map(({ name, fit }) => {
    const used = support(fit).length;
    const cut = used > LISTED ? ` The ${LISTED} largest:` : '';
    return {
      heading: `Support of ${name}`,
      text: `${used} of ${fit.coef.cols} features are selected.${cut}`,
      tables: [supportTable(fit, options)],
    };
  });
}
