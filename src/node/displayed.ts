import { check } from '../arguments/check.js';
import type { Spec } from '../charts/spec.js';
import { SPEC } from './checks.js';
import { toPNG } from './to-png.js';
import { toSVG } from './to-svg.js';

/** What Deno's Jupyter kernel looks for in the last value of a cell. */
const DISPLAY = Symbol.for('Jupyter.display');

/**
 * The chart for a notebook: the last value of a cell in a Deno kernel is drawn. It carries a picture for viewers that
 * run no scripts, and the specification for those that do (under the name of version 5, the newest that front ends know).
 */
export async function displayed(spec: Spec): Promise<Record<symbol, () => Record<string, unknown>>> {
  check('displayed', 'spec', spec, SPEC);
  const png = Buffer.from(toPNG(await toSVG(spec))).toString('base64');
  const bundle = {
    'application/vnd.vegalite.v5+json': spec,
    'image/png': png,
    'text/plain': spec.description ?? '',
  };
  return { [DISPLAY]: () => bundle };
}
