import type { Matrix } from '../data/matrix.js';
import { inTurns } from '../threads/in-turns.js';
import type { Breathe } from '../threads/pacer.js';

/** A matrix as solvers on tensors see it, `x̃_ij = (x_ij lift − mean_j − rest_j) factor_j`: read where it is. */
export interface Conditioned {
  readonly matrix: Matrix;
  /** A power of two by which the largest entry is near 1. */
  readonly lift: number;
  /** Of the columns times `lift`; 0 if they are not to be centred. */
  readonly means: Float64Array;
  /** What float64 does not hold of the means. */
  readonly rests: Float64Array;
  /** Powers of two by the units of the columns; 0 for a column of which nothing is left. */
  readonly factors: Float64Array;
  /** `x̃_ij` is in units of this, and of those that were given: a power of two. */
  readonly scale: number;
  /** The largest magnitude in each column of x̃. */
  readonly largest: Float64Array;
  /** The mean of x̃². */
  readonly meanSquare: number;
}

export interface ConditionOptions {
  /** Whether to take the mean off every column. */
  readonly centre: boolean;
  /** What to divide the columns by, above 0. @default 1 */
  readonly units?: Float64Array | undefined;
  readonly breathe: Breathe;
}

const largestOf = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);

/** The power of two next below a positive number; 1 for 0. */
const powerBelow = (value: number): number => (value > 0 ? 2 ** Math.min(1023, Math.floor(Math.log2(value))) : 1);

/** Its inverse, which float64 holds. */
const inversePower = (value: number): number => 1 / Math.max(powerBelow(value), 2 ** -1022);

/** What a first reading tells of the columns. */
function firstLook({ rows, cols, values }: Matrix) {
  const [largest, means] = [new Float64Array(cols), new Float64Array(cols)];
  const varies = new Uint8Array(cols);
  const share = 1 / rows;
  return {
    largest,
    means,
    varies,
    read(from: number, to: number): void {
      for (let i = from; i < to; i++) {
        for (let j = 0; j < cols; j++) {
          const value = values[i * cols + j]!;
          largest[j] = Math.max(largest[j]!, Math.abs(value));
          means[j]! += share * value;
          if (value !== values[j]) varies[j] = 1;
        }
      }
    },
  };
}

/** What is left of the means of the lifted columns. */
function leftOver({ rows, cols, values }: Matrix, lift: number, means: Float64Array) {
  const left = new Float64Array(cols);
  const share = 1 / rows;
  return {
    left,
    read(from: number, to: number): void {
      for (let i = from; i < to; i++) {
        for (let j = 0; j < cols; j++) left[j]! += share * (values[i * cols + j]! * lift - means[j]!);
      }
    },
  };
}

/** The largest entries and the sums of squares of the lifted and centred columns. */
function sizes({
  matrix: { cols, values },
  lift,
  means,
  rests,
}: Pick<Conditioned, 'matrix' | 'lift' | 'means' | 'rests'>) {
  const [largest, squares] = [new Float64Array(cols), new Float64Array(cols)];
  return {
    largest,
    squares,
    read(from: number, to: number): void {
      for (let i = from; i < to; i++) {
        for (let j = 0; j < cols; j++) {
          const value = values[i * cols + j]! * lift - means[j]! - rests[j]!;
          largest[j] = Math.max(largest[j]!, Math.abs(value));
          squares[j]! += value * value;
        }
      }
    },
  };
}

/**
 * Scales by powers of two (exact), so that float32 neither overflows nor vanishes, and centres, both in float64. What is left
 * of a column with a large mean is small, so that it is scaled again. The mean is corrected by the mean of what it leaves
 * over, in two numbers where float64 does not hold the sum; the mean of a constant column is its value, so that it becomes exactly 0.
 *
 * @throws RangeError if columns are in units too far apart for float64
 */
export async function condition(matrix: Matrix, { centre, units, breathe }: ConditionOptions): Promise<Conditioned> {
  const { rows, cols, values } = matrix;
  const turns = { rows, each: cols, breathe };
  const first = firstLook(matrix);
  await inTurns(turns, first.read);
  const lift = inversePower(largestOf(first.largest));
  const [means, rests] = [new Float64Array(cols), new Float64Array(cols)];
  if (centre) {
    for (let j = 0; j < cols; j++) means[j] = first.means[j]! * lift;
    const { left, read } = leftOver(matrix, lift, means);
    await inTurns(turns, read);
    for (let j = 0; j < cols; j++) {
      const mean = means[j]!;
      means[j] = first.varies[j] ? mean + left[j]! : values[j]! * lift;
      rests[j] = first.varies[j] ? left[j]! - (means[j]! - mean) : 0;
    }
  }
  const { largest, squares, read } = sizes({ matrix, lift, means, rests });
  await inTurns(turns, read);
  const unit = (j: number): number => (units ? units[j]! * lift : 1);
  const scale = powerBelow(largestOf(largest.map((most, j) => (most > 0 ? most / unit(j) : 0))));
  const factors = largest.map((most, j) => (most > 0 ? 1 / (unit(j) * scale) : 0));
  const vanished = (j: number): boolean => largest[j] === 0 && (centre ? first.varies[j] === 1 : first.largest[j]! > 0);
  const far = factors.findIndex((factor, j) => factor === Infinity || vanished(j));
  if (far >= 0) {
    const [small, large] = [first.largest[far]!, largestOf(first.largest)].map((size) => size.toExponential(0));
    const got = `one whose largest number is ${small} and one of ${large}`;
    throw new RangeError(`fit: X must have columns in units nearer to each other, got ${got}`);
  }
  let sum = 0;
  for (let j = 0; j < cols; j++) {
    largest[j]! *= factors[j]!;
    sum += squares[j]! * factors[j]! * factors[j]!;
  }
  return {
    matrix,
    lift,
    means,
    rests,
    factors,
    scale: units ? scale : scale / lift,
    largest,
    meanSquare: sum / rows / cols,
  };
}

/** The same in units that are so many times as large, a power of two. */
export const inUnitsOf = (
  { scale, factors, largest, meanSquare, ...others }: Conditioned,
  by: number,
): Conditioned => ({
  ...others,
  scale: scale * by,
  factors: factors.map((factor) => factor / by),
  largest: largest.map((most) => most / by),
  meanSquare: meanSquare / by / by,
});

/** Writes row i of x̃ to `into`. */
export function readRow(
  { matrix: { cols, values }, lift, means, rests, factors }: Conditioned,
  i: number,
  into: Float64Array,
): void {
  const from = i * cols;
  for (let j = 0; j < cols; j++) into[j] = (values[from + j]! * lift - means[j]! - rests[j]!) * factors[j]!;
}
