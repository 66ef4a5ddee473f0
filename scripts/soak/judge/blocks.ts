import { feasibleScale, gaugeBound, normOf, type Weights } from './penalty.js';
import { exponentOf, productOf, shifted } from './power.js';
import type { Posed } from './problem.js';

/** Of entries of a block, feature by feature: numbers, one for each task. */
type Entries = readonly (readonly number[])[];

/** Features of which the coefficients, each times its unit, have a norm together. All is in the units of a scaled problem. */
export interface Block {
  readonly features: readonly number[];
  /** What the norms of coefficients come to at an alpha. */
  value(alpha: number, W: Entries): number;
  /** The largest s of which s C is dual feasible at an alpha. */
  feasible(alpha: number, C: Entries): number;
  /** The smallest alpha, in the units of the data, at which C is feasible. */
  largest(C: Entries): number;
  /** What at most the dual norm at an alpha (at which 1 is feasible) is wrong by, if C is by so much; the same in alphas. */
  error(alpha: number, C: Entries): number;
  largestError(C: Entries): number;
  /** What the square of each coefficient, without its unit, counts at an alpha. */
  ridge(alpha: number, place: number): number;
}

interface Scales {
  readonly exponents: readonly number[];
  /** Of Y. */
  readonly exponent: number;
  /** Standard deviations of scaled columns; nothing if they are not asked for, or there is none. */
  readonly deviations: readonly (number | undefined)[];
}

/** No weight of a square needs to be larger: nothing is left of the coefficient. */
const MOST = 2 ** 900;

/** Numbers divided by the power of two next to their largest, and that power: none of them leaves the range of doubles. */
function together(values: readonly (readonly [value: number, power: number])[]): { list: Float64Array; power: number } {
  const own = values.map(([value, power]) => (value === 0 ? -Infinity : exponentOf(value) + power));
  const power = own.reduce((a, b) => Math.max(a, b), -Infinity);
  if (power === -Infinity) return { list: new Float64Array(values.length), power: 0 };
  return { list: Float64Array.from(values, ([value, each]) => shifted(value, each - power)), power };
}

interface Measure {
  readonly plain: Weights;
  readonly factor: number;
  readonly positive: boolean;
  readonly exponent: number;
  /** Unit of feature k: `unit 2^power`. */
  readonly units: readonly number[];
  readonly powers: readonly number[];
}

/** Norms of a block: those of coefficients times their units, and of what is dual to them. */
function measures({ plain, factor, positive, exponent, units, powers }: Measure) {
  const of = (entries: Entries, sign: 1 | -1) =>
    together(entries.flatMap((own, k) => own.map((value) => [value * units[k]! ** sign, sign * powers[k]!] as const)));
  const dual = (C: Entries) => of(positive ? C.map((own) => own.map((c) => Math.max(0, c))) : C, -1);
  return {
    value(alpha: number, W: Entries): number {
      const { list, power } = of(W, 1);
      return productOf([alpha, factor, normOf(list, plain)], power - exponent);
    },
    feasible(alpha: number, C: Entries): number {
      const { list, power } = dual(C);
      const scale = feasibleScale(list, plain);
      return scale === Infinity ? scale : productOf([alpha, factor, scale], -power - exponent);
    },
    largest(C: Entries): number {
      const { list, power } = dual(C);
      return productOf([1 / feasibleScale(list, plain), 1 / factor], power + exponent);
    },
    error(alpha: number, C: Entries): number {
      const { list, power } = of(C, -1);
      return productOf([gaugeBound(list, plain), 1 / factor, 1 / alpha], power + exponent);
    },
    largestError(C: Entries): number {
      const { list, power } = of(C, -1);
      return productOf([gaugeBound(list, plain), 1 / factor], power + exponent);
    },
  };
}

/** Blocks of the features that are penalised, those that are kept out not among them. */
export function blocksOf({ X, parts, groups, factors, positive }: Posed, scales: Scales): Block[] {
  const { exponents, exponent, deviations } = scales;
  const all = groups ?? { features: Array.from({ length: X.cols }, (_, j) => [j]), weights: undefined };
  return all.features.flatMap((features, g): Block[] => {
    const factor = factors?.[features[0]!] ?? 1;
    if (factor === 0 || factor === Infinity) return [];
    const plain = { l1: parts.l1, l2: parts.l2 * (all.weights?.[g] ?? 1), max: parts.max };
    // Of w = w' 2^(exponent − exponents_j) what is penalised is w, or w times a deviation that has 2^exponents_j of its own.
    const power = (j: number): number => (deviations[j] === undefined ? -exponents[j]! : 0);
    const unit = (j: number): number => deviations[j] ?? 1;
    const own = { units: features.map(unit), powers: features.map(power) };
    return [
      {
        features,
        ...measures({ plain, factor, positive, exponent, ...own }),
        ridge(alpha, place) {
          const j = features[place]!;
          return Math.min(MOST, productOf([alpha, parts.ridge, factor, unit(j), unit(j)], 2 * power(j)));
        },
      },
    ];
  });
}
