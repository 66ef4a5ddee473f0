import * as vega from 'vega';
import { compile } from 'vega-lite';
import type { Spec } from '../charts/spec.js';

/** Vega numbers clip paths from the start of the process; this numbers them from the start of the picture. */
function renumbered(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(?<=id="clip|url\(#clip)\d+/g, (id) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return String(number);
  });
}

/** The chart as SVG: the same text every time. The specification stays as it is (Vega marks the data it is given). */
export async function toSVG(spec: Spec): Promise<string> {
  const view = new vega.View(vega.parse(compile(structuredClone(spec)).spec), {
    renderer: 'none',
  });
  try {
    return renumbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}
