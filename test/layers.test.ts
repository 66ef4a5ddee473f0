import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** From the top down: a file imports from its own layer or from one below it; datafits and penalties are one floor. */
const FLOORS: readonly (readonly string[])[] = [
  ['cli'],
  ['install'],
  ['node.ts', 'node'],
  ['index.ts'],
  ['worker'],
  ['charts'],
  ['selection'],
  ['estimators'],
  ['engine'],
  ['solvers'],
  ['certificate'],
  ['kernels'],
  ['datafits', 'penalties'],
  ['prox'],
  ['tensors'],
  ['backends'],
  ['native'],
  ['data'],
  ['random'],
  ['threads'],
  ['processes'],
  ['arguments'],
];
/** Layers that must do without tensors. */
const HOST_ONLY = ['charts', 'engine', 'kernels', 'certificate', 'data', 'random', 'threads', 'processes', 'arguments'];

interface Import {
  from: string;
  to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(SRC, from), 'utf8');
  const specifiers = [...text.matchAll(/(?:^(?:import|export)\b[^;]*?\bfrom\s+|\bimport\()'([^']+)'/gm)].map(
    (match) => match[1]!,
  );
  return specifiers.map((to) => ({
    from,
    to: to.startsWith('.') ? normalize(join(dirname(from), to)).replace(/\.js$/, '.ts') : to,
  }));
});

const layerOf = (file: string): string => file.split('/')[0]!;
const floorOf = (file: string): number => FLOORS.findIndex((floor) => floor.includes(layerOf(file)));
const isOurs = (name: string): boolean => files.includes(name);
const show = ({ from, to }: Import): string => `${from} -> ${to}`;

/** What `#platform` stands for in browsers (see `imports` in package.json). */
const BROWSER = 'backends/browser.ts';

/** All files that a file imports in a browser, directly or not. */
function reach(start: string): Set<string> {
  const seen = new Set([start]);
  for (const file of seen) {
    for (const { to } of imports.filter(({ from }) => from === file)) seen.add(to === '#platform' ? BROWSER : to);
  }
  return seen;
}

describe('the layers of src', () => {
  it('are all there, with imports to look at', () => {
    expect(files.filter((file) => floorOf(file) < 0)).to.deep.equal([]);
    expect(imports.length).to.be.above(60);
    expect(imports.filter(({ to }) => to.endsWith('.ts') && !isOurs(to)).map(show)).to.deep.equal([]);
  });

  it('import downwards only, and no neighbour on the same floor', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!isOurs(to) || layerOf(from) === layerOf(to)) return false;
      const entry = layerOf(from) === 'node.ts' && layerOf(to) === 'node';
      return !entry && floorOf(to) <= floorOf(from);
    });
    expect(wrong.map(show)).to.deep.equal([]);
  });

  it('keep tensors out of the host layers', () => {
    const wrong = imports.filter(({ from, to }) => HOST_ONLY.includes(layerOf(from)) && to.startsWith('@tensorflow/'));
    expect(wrong.map(show)).to.deep.equal([]);
  });

  it('keep the first entry free of Node, and of everything that draws', () => {
    const outside = [...reach('index.ts')].filter((name) => !isOurs(name));
    expect(outside.sort()).to.deep.equal([
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-core',
      'vega-lite',
    ]);
    const drawing = imports.filter(({ from, to }) => to === 'vega-lite' && reach('index.ts').has(from));
    for (const { from } of drawing)
      expect(readFileSync(join(SRC, from), 'utf8')).to.match(/^import type .* from 'vega-lite';$/m);
  });

  it('never block on a read-back', () => {
    const blocking = files.filter((file) => /\b(dataSync|arraySync)\b/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(blocking).to.deep.equal([]);
  });
});
