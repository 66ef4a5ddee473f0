import { PARAMETERS } from '../kernels/kernel.js';
import type { Design } from './design.js';

/** Of each row w of W, in units of the data: `l1 ‖w‖₁ + l2 ‖w‖₂ + ridge/2 ‖w‖²`, l1 + l2 above 0; of more tasks than one l2. */
export interface Weights {
  readonly l1: number;
  readonly l2: number;
  readonly ridge: number;
}

/** What is penalised at alpha 1, and what rows have of their own. */
export interface RowOptions {
  readonly parts: Weights;
  /** All weights of row j count so many times; above 0, Infinity keeps the row at 0. @default 1 */
  readonly factors?: Float64Array | undefined;
  /** The unit of row j: what is penalised is `w_j units_j`. @default 1 */
  readonly units?: Float64Array | undefined;
  /** Whether coefficients must not be negative. */
  readonly positive: boolean;
}

/**
 * A penalty in units of X̃: `λ₁‖w‖₁ + λ₂‖w‖₂ + λ₃/2 ‖w‖²` of each row w. The ridge λ₃ is taken as data: n λ₃ is what p more
 * samples `√(nλ₃_j) e_j`, with targets 0, add to `‖x̃_j‖²`, so that correlations are `c − λ₃ w`, and `‖R‖²` and the gap are of all
 * samples.
 */
export interface RowPenalty {
  /** `L = ‖x̃_j‖²/n + λ₃`, λ₁, λ₂ and λ₃ of each feature. */
  readonly parameters: Float64Array;
  readonly positive: boolean;
  /** What `sizeOf` a row's correlation may be at most: λ₂, or λ₁ + λ₂ if there is one task. */
  readonly limits: Float64Array;
  /** `√(n L)`. */
  readonly norms: Float64Array;
  readonly hasRidge: boolean;
  /** Whether there is λ₁ beside a group penalty. */
  readonly soft: boolean;
}

/** A weight below this is as good as none, and one above its inverse, finite yet, as good as any: the gap says so. */
const LEAST = 2 ** -900;

/** The weights at alpha 1, and what those of rows count in the units of X̃ and Y. */
export interface RowUnits {
  readonly parts: Weights;
  /** Of l1 and l2; Infinity keeps a row at 0. */
  readonly norms: Float64Array;
  /** Of the ridge. */
  readonly squares: Float64Array;
}

/** @param scale - of Y */
export function rowUnits(
  { p, scale: scaleOfX, factors: powers }: Design,
  { parts, factors, units, scale }: Omit<RowOptions, 'positive'> & { readonly scale: number },
): RowUnits {
  const [norms, squares] = [new Float64Array(p), new Float64Array(p)];
  for (let j = 0; j < p; j++) {
    const unit = scaleOfX * (powers[j]! || 1) * (units?.[j] ?? 1);
    const factor = factors?.[j] ?? 1;
    norms[j] = unit * scale * factor;
    squares[j] = factor === Infinity ? 0 : unit * unit * factor;
  }
  return { parts, norms, squares };
}

const weight = (of: number, by: number): number => (of === 0 ? 0 : Math.min(Math.max(of * by, LEAST), 1 / LEAST));

/** Writes λ₁, λ₂ and λ₃ of all features beside their L, from `at` on. */
export function writeWeights(alpha: number, { parts, norms, squares }: RowUnits, to: Float64Array, at: number): void {
  const l1 = alpha * parts.l1;
  const l2 = alpha * parts.l2;
  const ridge = alpha * parts.ridge;
  for (let j = 0; j < norms.length; j++) {
    const row = at + PARAMETERS * j;
    const unit = norms[j]!;
    const square = squares[j]!;
    to[row + 1] = weight(l1, unit);
    to[row + 2] = weight(l2, unit);
    to[row + 3] = square === 0 ? 0 : weight(ridge, square);
  }
}

export function rowPenalty(
  design: Design,
  alpha: number,
  { units, positive, tasks }: { units: RowUnits; positive: boolean; tasks: number },
): RowPenalty {
  const { p, n } = design;
  const parameters = new Float64Array(PARAMETERS * p);
  writeWeights(alpha, units, parameters, 0);
  const limits = new Float64Array(p);
  const norms = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const row = PARAMETERS * j;
    const second = parameters[row + 2]!;
    parameters[row] = design.norms[j]! ** 2 / n + parameters[row + 3]!;
    limits[j] = tasks === 1 ? parameters[row + 1]! + second : second;
    norms[j] = parameters[row + 3] === 0 ? design.norms[j]! : Math.sqrt(n * parameters[row]!);
  }
  const { l1, ridge } = units.parts;
  return { parameters, positive, limits, norms, hasRidge: alpha * ridge > 0, soft: tasks > 1 && alpha * l1 > 0 };
}

/** `‖S(c, λ₁)‖₂` of the `width` entries of c from `at` on, those of row j; of a single one `|c|`. Positive: max(c − λ₁, 0). */
export function sizeOf(
  { parameters, positive, soft }: RowPenalty,
  j: number,
  c: Float64Array,
  at: number,
  width: number,
): number {
  if (width === 1) return positive ? Math.max(c[at]!, 0) : Math.abs(c[at]!);
  const threshold = soft ? parameters[PARAMETERS * j + 1]! : 0;
  let squares = 0;
  for (let i = at; i < at + width; i++) {
    const size = positive ? c[i]! : Math.abs(c[i]!);
    if (size > threshold) squares += (size - threshold) ** 2;
  }
  return Math.sqrt(squares);
}

/** `λ₁‖w‖₁ + λ₂‖w‖₂` of the `width` entries of W from `at` on, those of row j. */
export function penaltyOf({ parameters }: RowPenalty, j: number, W: Float64Array, at: number, width: number): number {
  const [l1, l2] = [parameters[PARAMETERS * j + 1]!, parameters[PARAMETERS * j + 2]!];
  if (width === 1) return (l1 + l2) * Math.abs(W[at]!);
  let [sizes, squares] = [0, 0];
  for (let i = at; i < at + width; i++) {
    sizes += Math.abs(W[i]!);
    squares += W[i]! * W[i]!;
  }
  return l1 * sizes + l2 * Math.sqrt(squares);
}

/** `λ₃` of row j. */
export const ridgeOf = ({ parameters }: RowPenalty, j: number): number => parameters[PARAMETERS * j + 3]!;

/** `λ₃ ‖w‖²` of the `width` entries of W from `at` on, those of row j. */
export function ridgeTerm(penalty: RowPenalty, j: number, W: Float64Array, at: number, width: number): number {
  if (!penalty.hasRidge) return 0;
  let squares = 0;
  for (let i = at; i < at + width; i++) squares += W[i]! * W[i]!;
  return ridgeOf(penalty, j) * squares;
}

/** Takes `λ₃ W` off the correlations of some rows. */
export function subtractRidge(
  C: Float64Array,
  W: Float64Array,
  { penalty, features, width }: { penalty: RowPenalty; features: ArrayLike<number>; width: number },
): void {
  for (let s = 0; penalty.hasRidge && s < features.length; s++) {
    const ridge = ridgeOf(penalty, features[s]!);
    for (let i = s * width; i < (s + 1) * width; i++) C[i]! -= ridge * W[i]!;
  }
}

/** Writes L, λ₁, λ₂ and λ₃ of row j where the kernel finds them. */
export function copyParameters({ parameters }: RowPenalty, j: number, doubles: Float64Array, to: number): void {
  for (let i = 0; i < PARAMETERS; i++) doubles[to + i] = parameters[PARAMETERS * j + i]!;
}
