import { randomState } from 'tensor-lasso';

/** Data and the penalties to solve it at. */
export interface Cell {
  readonly name: string;
  /** The tasks are one problem; else each is one by itself. */
  readonly joint: boolean;
  /** Alphas as parts of the smallest that makes all coefficients 0. */
  readonly ratios: readonly number[];
  /** What designs.py is told. */
  readonly data: Readonly<Record<string, unknown>>;
}

const RATIOS = [0.5, 0.1, 0.03];

const synthetic = (name: string, joint: boolean, data: object): Cell => ({
  name,
  joint,
  ratios: RATIOS,
  data: { make: 'synthetic', ...data },
});

/** Four large multi-task problems. */
const large: Cell[] = [
  synthetic('a', true, { seed: 0, samples: 300, features: 3000, tasks: 20, rho: 0.5, relevant: 30, snr: 3 }),
  synthetic('b', true, { seed: 1, samples: 300, features: 7500, tasks: 50, rho: 0.95, relevant: 20, snr: 3 }),
  synthetic('c', true, { seed: 2, samples: 1000, features: 5000, tasks: 20, rho: 0.5, relevant: 40, snr: 3 }),
  synthetic('d', true, { seed: 3, samples: 20_000, features: 500, tasks: 40, rho: 0.3, relevant: 50, snr: 1 }),
];

/** The worked example, at its own penalties. */
const example: Cell[] = [
  { name: 'example, 40 Lassos', joint: false, ratios: [0.5 / 1.37589019], data: { make: 'example', seed: 42 } },
  { name: 'example, multi-task', joint: true, ratios: [1 / 5.27827722], data: { make: 'example', seed: 42 } },
];

const batch: Cell[] = [
  {
    ...synthetic('10,000 Lassos', false, {
      seed: 4,
      samples: 100,
      features: 30,
      tasks: 10_000,
      rho: 0.3,
      relevant: 5,
      snr: 1,
    }),
    ratios: [0.3],
  },
];

const shipped: Cell[] = [
  { name: 'diabetes', joint: false, ratios: RATIOS, data: { make: 'shipped', name: 'diabetes' } },
  { name: 'breast cancer', joint: false, ratios: RATIOS, data: { make: 'shipped', name: 'breast_cancer' } },
  { name: 'digits, one-hot', joint: true, ratios: RATIOS, data: { make: 'shipped', name: 'digits' } },
];

/** Sizes between bounds, so that their logarithms are uniform. */
interface Family {
  readonly samples: readonly [number, number];
  readonly features: readonly [number, number];
  readonly tasks: readonly [number, number];
  readonly rho: readonly [number, number];
  readonly spread: number;
  /** Relevant features as a part of all. */
  readonly relevant: number;
}

const FAMILIES: Readonly<Record<string, Family>> = {
  wide: { samples: [50, 500], features: [1000, 10_000], tasks: [1, 1], rho: [0, 0.9], spread: 0, relevant: 0.01 },
  'wide, many tasks': {
    samples: [50, 500],
    features: [500, 5000],
    tasks: [5, 100],
    rho: [0, 0.9],
    spread: 0,
    relevant: 0.01,
  },
  tall: { samples: [1000, 5000], features: [20, 500], tasks: [1, 50], rho: [0, 0.9], spread: 0, relevant: 0.2 },
  correlated: {
    samples: [100, 1000],
    features: [200, 3000],
    tasks: [1, 30],
    rho: [0.95, 0.99],
    spread: 0,
    relevant: 0.03,
  },
  'spread scales': {
    samples: [100, 1000],
    features: [200, 3000],
    tasks: [1, 20],
    rho: [0, 0.9],
    spread: 3,
    relevant: 0.1,
  },
};

/** Six designs of each family; those with odd seeds are for choosing constants, those with even seeds for reporting. */
const designs: Cell[] = Object.entries(FAMILIES).flatMap(([name, family], k) =>
  Array.from({ length: 6 }, (_, i) => {
    const seed = 100 + 6 * k + i;
    const rng = randomState(seed);
    const between = ([low, high]: readonly [number, number]) => low * (high / low) ** rng.randomSample(1)[0]!;
    const samples = Math.round(between(family.samples));
    const features = Math.round(between(family.features));
    const tasks = Math.round(between(family.tasks));
    const [low, high] = family.rho;
    const rho = low + (high - low) * rng.randomSample(1)[0]!;
    const relevant = Math.max(1, Math.round(family.relevant * features));
    const data = { seed, samples, features, tasks, rho, relevant, snr: 3, spread: family.spread };
    return { ...synthetic(`${name}, seed ${seed}`, tasks > 1, data), ratios: [0.5, 0.1, 0.02] };
  }),
);

/** One size at a time grows: features, tasks, problems in a batch. */
const growth: Cell[] = [
  ...[500, 1000, 2000, 4000, 8000].map((features) => ({ kind: 'features', size: features, features, tasks: 10 })),
  ...[1, 4, 16, 64, 256].map((tasks) => ({ kind: 'tasks', size: tasks, features: 1000, tasks })),
  ...[10, 100, 1000, 10_000].map((tasks) => ({ kind: 'problems', size: tasks, features: 30, tasks })),
].map(({ kind, size, ...sizes }) => {
  const data = { seed: 5, samples: 300, ...sizes, rho: 0.5, relevant: 10, snr: 3 };
  return { ...synthetic(`${kind} ${size}`, kind !== 'problems', data), ratios: [0.1] };
});

const isEven = ({ data }: Cell): boolean => Number(data.seed) % 2 === 0;

/** Cells by the name of their set. */
export const SETS: Readonly<Record<string, readonly Cell[]>> = {
  large,
  example,
  batch,
  shipped,
  report: designs.filter(isEven),
  choose: designs.filter((cell) => !isEven(cell)),
  growth,
};
