import { check } from '../arguments/check.js';
import { isRecord, type Rule, texts } from '../arguments/rules.js';

/** What Vega-Lite draws: a specification has one of these. */
const DRAWN = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'];

/** What is a chart, as far as it can be seen without drawing it. */
export const SPEC: Rule = {
  accepts: (value) => isRecord(value) && DRAWN.some((key) => key in value),
  expected: 'a chart, such as supportMap gives',
  error: TypeError,
};

const LIST: Rule = { accepts: (value) => Array.isArray(value), expected: 'a list', error: TypeError };

const TABLE: Rule = { accepts: isRecord, expected: 'a table with head and body', error: TypeError };

/** @throws TypeError for what are no charts */
export function checkCharts(name: string, what: string, charts: unknown): void {
  if (charts === undefined) return;
  check(name, what, charts, LIST);
  for (const [k, spec] of (charts as unknown[]).entries()) check(name, `${what}[${k}]`, spec, SPEC);
}

/** @throws TypeError for what are no tables of texts */
export function checkTables(name: string, what: string, tables: unknown): void {
  if (tables === undefined) return;
  check(name, what, tables, LIST);
  for (const [k, table] of (tables as unknown[]).entries()) {
    check(name, `${what}[${k}]`, table, TABLE);
    const { head, body } = table as { head: unknown; body: unknown };
    check(name, `${what}[${k}].head`, head, texts);
    check(name, `${what}[${k}].body`, body, LIST);
    for (const [i, row] of (body as unknown[]).entries()) check(name, `${what}[${k}].body[${i}]`, row, texts);
  }
}
