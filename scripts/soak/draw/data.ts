import type { Matrix } from 'tensor-lasso';
import { type Chance, chance } from '../chance.js';
import type { Draw } from './draw.js';
import { decadesOf, inUnit } from './units.js';

const fill = (count: number, make: (k: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => make(k));

/** Autoregressive rows. */
function rowsOf(c: Chance, { samples: n, features: p, correlation: rho, whole }: Draw): Float64Array {
  const values = fill(n * p, () => c.normal());
  for (let i = 0; i < n; i++) {
    for (let j = 1; j < p; j++) {
      values[i * p + j] = rho * values[i * p + j - 1]! + Math.sqrt(1 - rho * rho) * values[i * p + j]!;
    }
  }
  return whole ? values.map((x) => Math.round(2 * x) + 0) : values;
}

/** Writes what is the matter with some columns into them. */
function spoil(c: Chance, values: Float64Array, { samples: n, features: p, columns }: Draw): void {
  const change = (make: (x: number) => number): void => {
    const [from, to] = [Math.floor(c.uniform() * p), Math.floor(c.uniform() * p)];
    for (let i = 0; i < n; i++) values[i * p + to] = make(values[i * p + from]!);
  };
  const all = columns === 'all';
  const part = c.pick([1e-3, 1e-6, 1e-8]);
  if (all || columns === 'equal') change((x) => x);
  if (all || columns === 'near') change((x) => x + part * c.normal());
  if (all || columns === 'multiple') change((x) => -2 * x);
  if (all || columns === 'constant') change(() => 0.3);
  if (all || columns === 'zero') change(() => 0);
}

/** Columns of a few features with noise, or something else. */
function targetsOf(c: Chance, X: Float64Array, { samples: n, features: p, tasks, target, noise, targetOffset }: Draw) {
  const relevant = Math.min(4, p);
  const W = fill(relevant * tasks, () => c.normal());
  return fill(n * tasks, (at) => {
    const [i, t] = [Math.floor(at / tasks), at % tasks];
    if (target === 'zero') return 0;
    if (target === 'constant') return 0.7;
    if (target === 'column') return X[i * p + (t % p)]!;
    let y = (target === 'noise' ? 1 : noise) * c.normal();
    if (target === 'model') for (let j = 0; j < relevant; j++) y += X[i * p + j]! * W[j * tasks + t]!;
    return y + targetOffset;
  });
}

/** Takes entries away. */
function mask(c: Chance, values: Float64Array, { samples: n, tasks, mask: style }: Draw): void {
  const rows = new Set(Array.from({ length: n }, (_, i) => i).filter(() => c.happens(0.3)));
  const kept = fill(tasks, () => Math.floor(c.uniform() * n));
  const one = Math.floor(c.uniform() * tasks);
  const whole = c.happens(0.05);
  for (let i = 0; i < n; i++) {
    for (let t = 0; t < tasks; t++) {
      const away =
        (style === 'some' && c.happens(0.25)) ||
        (style === 'rows' && rows.has(i)) ||
        (style === 'different' && i === t) ||
        (style === 'nearly' && t === one && c.happens(0.95));
      if (away && (i !== kept[t] || whole)) values[i * tasks + t] = Number.NaN;
    }
  }
}

function weightsOf(c: Chance, { samples: n, weights: style }: Draw): Float64Array | undefined {
  const one = Math.floor(c.uniform() * n);
  const makers: Partial<Record<Draw['weights'], (i: number) => number>> = {
    ones: () => 1,
    equal: () => 0.37,
    random: () => c.uniform(),
    zeros: (i) => (i !== one && c.happens(0.4) ? 0 : c.uniform()),
    single: (i) => (i === one ? 2.5 : 0),
    spread: () => 10 ** (8 * c.uniform() - 4),
    huge: () => 1e308 * (1 + 0.7 * c.uniform()),
    tiny: () => 1e-320 * (1 + 9 * c.uniform()),
    steps: () => inUnit(1 + c.uniform(), c.pick([100, 30, 0, -60])),
    mixed: () => inUnit(1 + c.uniform(), c.pick([300, 0, -200, -320])),
  };
  const make = makers[style];
  return make && fill(n, make);
}

/** What a draw is to be fitted to. */
export interface DrawnData {
  readonly X: Matrix;
  /** NaN where an entry is missing. */
  readonly Y: Matrix;
  readonly weights: Float64Array | undefined;
}

/** The data of a draw. */
export function dataOf(draw: Draw): DrawnData {
  const c = chance(draw.seed, 'data');
  const { samples: n, features: p, tasks, offset, spread, unitOfX, unitOfY, unitsOfX, unitsOfY, target } = draw;
  const base = rowsOf(c, draw);
  spoil(c, base, draw);
  const y = targetsOf(c, base, draw);
  const scales = fill(p, () => 10 ** ((spread * c.normal()) / 2) * unitOfX);
  const moved = base.map((x, at) => (draw.columns !== 'plain' && x === 0 ? 0 : x + offset) * scales[at % p]!);
  const decades = decadesOf(c, unitsOfX, unitsOfX === 'rows' ? n : p);
  const unit = (at: number): number => decades[unitsOfX === 'rows' ? Math.floor(at / p) : at % p]!;
  const values = target === 'column' ? y : y.map((each) => each * unitOfY);
  const far = decadesOf(c, unitsOfY, tasks);
  const Y = values.map((each, at) => inUnit(each, far[at % tasks]!));
  mask(c, Y, draw);
  return {
    X: { rows: n, cols: p, values: moved.map((x, at) => inUnit(x, unit(at))) },
    Y: { rows: n, cols: tasks, values: Y },
    weights: weightsOf(c, draw),
  };
}
