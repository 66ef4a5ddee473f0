import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import { reason } from '../backends/reason.js';
import type { Spec } from '../charts/spec.js';
import { legible } from '../charts/texts.js';

/** Vega numbers clip paths from the start of the process; this numbers them from the start of the picture. */
function renumbered(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(?<=id="clip|url\(#clip)\d+/g, (id) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return String(number);
  });
}

/** Vega and Vega-Lite tell of errors, and go on without what failed; here an error is the end. */
const strict = (level: number): vega.LoggerInterface =>
  Object.assign(vega.logger(level), {
    error(...messages: readonly unknown[]): never {
      throw new Error(messages.map(reason).join(' '));
    },
  });

/** Expressions are interpreted: no text of a chart ever becomes code. */
async function drawn(spec: Spec): Promise<string> {
  const runtime = vega.parse(compile(spec, { logger: strict(vega.Warn) }).spec, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: 'none', logger: strict(vega.Error), expr: expressionInterpreter });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/**
 * The chart as SVG: the same text every time. The specification stays as it is (Vega marks the data it is given).
 *
 * @throws Error if it cannot be drawn as a whole
 */
export async function toSVG(spec: Spec): Promise<string> {
  try {
    return legible(renumbered(await drawn(structuredClone(spec))));
  } catch (cause) {
    throw new Error(`render: the chart cannot be drawn: ${reason(cause)}`, { cause });
  }
}
