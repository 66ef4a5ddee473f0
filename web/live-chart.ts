import type { Spec } from 'tensor-lasso';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';

/** A chart without its data, and these by name. */
interface Parts {
  readonly skeleton: Record<string, unknown>;
  readonly datasets: Record<string, object[]>;
}

/** Takes the data out of a chart, wherever they are in it. */
export function separated(spec: Spec): Parts {
  const datasets: Record<string, object[]> = {};
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (name !== 'data' || !Array.isArray(inner.values)) return [name, walk(inner)];
        const own = `data${Object.keys(datasets).length}`;
        datasets[own] = inner.values;
        return [name, { name: own }];
      }),
    );
  };
  const { description: _, ...skeleton } = walk(spec) as Record<string, unknown>;
  return { skeleton, datasets };
}

export interface LiveChart {
  /** Draws a chart: where only the data are new, without making it anew. */
  draw(spec: Spec): Promise<void>;
  /** The last one that was drawn. */
  spec(): Spec | undefined;
  svg(): Promise<string>;
  /** Twice as large, as an address. */
  png(): Promise<string>;
}

/** A chart in an element of the page. */
export function liveChart(element: HTMLElement): LiveChart {
  let view: View | undefined;
  let shape = '';
  let last: Spec | undefined;
  const current = (): View => {
    if (!view) throw new Error('there is no chart yet');
    return view;
  };
  return {
    async draw(spec) {
      const { skeleton, datasets } = separated(spec);
      const next = JSON.stringify(skeleton);
      last = spec;
      element.setAttribute('aria-label', spec.description ?? '');
      // Vega marks the rows that it is given.
      const fresh = (rows: object[]): object[] => rows.map((row) => ({ ...row }));
      if (view && next === shape) {
        for (const [name, rows] of Object.entries(datasets)) view.data(name, fresh(rows));
        await view.runAsync();
        return;
      }
      view?.finalize();
      const whole = {
        ...skeleton,
        datasets: Object.fromEntries(Object.entries(datasets).map(([name, rows]) => [name, fresh(rows)])),
      };
      view = new View(parse(compile(whole as unknown as Spec).spec), {
        renderer: 'canvas',
        container: element,
        hover: true,
      });
      shape = next;
      await view.runAsync();
    },
    spec: () => last,
    svg: () => current().toSVG(),
    png: () => current().toImageURL('png', 2),
  };
}
