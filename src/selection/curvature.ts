import { type GeneralisedInverse, generalisedInverse, rankOf } from '../data/generalised-inverse.js';
import { columnsOf, type Matrix, row, rowsOf, times, zeros } from '../data/matrix.js';
import type { Breathe } from '../threads/pacer.js';
import type { Products } from './products.js';
import type { SolvedProblem } from './solution.js';

/**
 * The second derivative of the objective of one problem with respect to those coefficients that are not 0 or not penalised: with
 * these coefficients it is smooth near its solution, and the others stay 0.
 */
export interface Curvature {
  /** Whether it has an inverse: then the solution moves smoothly with data and penalty. */
  readonly regular: boolean;
  /** `Z` with `H Z = G` on the support and 0 elsewhere; G and Z have shape (tasks, features). */
  solve(G: Matrix): Matrix;
  /** `tr(H⁻ X̃ᵀX̃/n)`, X̃ the design of all tasks: how much fitted values follow the targets. */
  followed(): Promise<number>;
}

/** A feature in use. What the penalty adds to its curvature are the ridge and the bend `λ₂/‖w‖ (I − uuᵀ)`, u = w/‖w‖. */
interface Row {
  readonly j: number;
  /** Which tasks use it. */
  readonly used: readonly boolean[];
  readonly u: readonly number[];
  readonly ridge: number;
  /** `λ₂/‖w‖`; 0 if w cannot turn. */
  readonly bend: number;
}

/** Of one task: which of the rows it uses, and the inverse of `K = G + ridge + λ₂/‖w‖` there. */
interface Block extends GeneralisedInverse {
  readonly places: readonly number[];
  readonly G: Matrix;
  /** Whether K is G. */
  readonly flat: boolean;
}

interface Parts {
  readonly rows: readonly Row[];
  /** One for each task; tasks that use the same rows share theirs. */
  readonly blocks: readonly Block[];
  /** `S⁻` with `S = D⁻¹ − Vᵀ K⁻ V`. */
  readonly turning: Matrix;
}

/** `A B`. */
async function product(A: Matrix, B: Matrix, breathe: Breathe): Promise<Matrix> {
  const result = zeros(A.rows, B.cols);
  for (let i = 0; i < A.rows; i++) {
    row(result, i).set(times({ rows: 1, cols: A.cols, values: row(A, i) }, B).values);
    const pause = breathe();
    if (pause) await pause;
  }
  return result;
}

/** Whether the penalty adds nothing to the curvature of a row. */
const isFlat = ({ ridge, bend }: Row): boolean => ridge === 0 && bend === 0;

function rowsInUse({ W, alpha, weights, factor }: SolvedProblem): Row[] {
  const rows: Row[] = [];
  for (let j = 0; j < W.cols; j++) {
    const w = Array.from({ length: W.rows }, (_, t) => W.values[t * W.cols + j]!);
    const { l1, l2, ridge } = weights(j);
    const by = alpha * factor(j);
    const used = w.map((value) => value !== 0 || by * (l1 + l2) === 0);
    if (!used.includes(true)) continue;
    const norm = Math.hypot(...w);
    const turns = l2 > 0 && by > 0 && w.filter((value) => value !== 0).length > 1;
    const u = w.map((value) => (turns ? value / norm : 0));
    rows.push({ j, used, u, ridge: by * ridge, bend: turns ? (by * l2) / norm : 0 });
  }
  return rows;
}

const featuresOf = (rows: readonly Row[]): number[] => rows.map(({ j }) => j);

/** The places of the rows that a task uses. */
const placesOf = (rows: readonly Row[], t: number): number[] => Array.from(rows.keys()).filter((a) => rows[a]!.used[t]);

async function blockOf(G: Matrix, rows: readonly Row[], places: readonly number[], breathe: Breathe): Promise<Block> {
  const own = columnsOf(rowsOf(G, places), places);
  const K = { ...own, values: own.values.slice() };
  places.forEach((a, k) => {
    K.values[k * K.cols + k]! += rows[a]!.ridge + rows[a]!.bend;
  });
  return { places, G: own, flat: places.every((a) => isFlat(rows[a]!)), ...(await generalisedInverse(K, breathe)) };
}

/** What `make` makes for each task of the rows that it uses; once for those that use the same. */
async function forEachTask<T>(
  rows: readonly Row[],
  tasks: number,
  make: (places: readonly number[]) => Promise<T>,
): Promise<T[]> {
  const found = new Map<string, T>();
  const all: T[] = [];
  for (let t = 0; t < tasks; t++) {
    const places = placesOf(rows, t);
    const key = places.join();
    const own = found.get(key) ?? (await make(places));
    found.set(key, own);
    all.push(own);
  }
  return all;
}

/** `target += by · diag(u) M diag(u)` at the places of a block, u the directions of the rows at task t. */
function addTurned(target: Matrix, by: number, M: Matrix, { places }: Block, u: (a: number) => number): void {
  places.forEach((a, k) => {
    places.forEach((b, l) => {
      target.values[a * target.cols + b]! += by * u(a) * M.values[k * M.cols + l]! * u(b);
    });
  });
}

/** `S⁻`, and whether S is regular. */
async function turnings(rows: readonly Row[], blocks: readonly Block[], breathe: Breathe) {
  const S = zeros(rows.length, rows.length);
  const radii = rows.map(({ bend }) => (bend > 0 ? 1 / bend : 0));
  radii.forEach((radius, a) => {
    S.values[a * S.cols + a] = radius;
  });
  blocks.forEach((block, t) => {
    addTurned(S, -1, block.inverse, block, (a) => rows[a]!.u[t]!);
  });
  const { inverse, rank } = await generalisedInverse(S, breathe, radii);
  return { turning: inverse, regular: rank === radii.filter((radius) => radius > 0).length };
}

/** `H⁻ G`. */
function solve({ rows, blocks, turning }: Parts, given: Matrix): Matrix {
  const Z = zeros(given.rows, given.cols);
  /** `z_t += K_t⁻ g_t`. */
  const add = (g: (a: number, t: number) => number): void => {
    blocks.forEach(({ places, inverse }, t) => {
      const z = row(Z, t);
      places.forEach((a, k) => {
        for (let l = 0; l < places.length; l++) {
          z[rows[a]!.j]! += inverse.values[k * inverse.cols + l]! * g(places[l]!, t);
        }
      });
    });
  };
  add((a, t) => row(given, t)[rows[a]!.j]!);
  const along = rows.map(({ j, u }) => u.reduce((sum, value, t) => sum + value * row(Z, t)[j]!, 0));
  const turned = rows.map((_, a) => row(turning, a).reduce((sum, value, b) => sum + value * along[b]!, 0));
  add((a, t) => rows[a]!.u[t]! * turned[a]!);
  return Z;
}

/** `tr(K⁻ G) + tr(S⁻ Vᵀ K⁻ G K⁻ V)`. */
async function followed({ rows, blocks, turning }: Parts, breathe: Breathe): Promise<number> {
  const both = zeros(turning.rows, turning.cols);
  const products = new Map<Block, { hat: Matrix; turned: Matrix }>();
  let trace = 0;
  for (const [t, block] of blocks.entries()) {
    if (block.flat) {
      trace += block.rank;
      continue; // where nothing bends, nothing turns
    }
    let known = products.get(block);
    if (!known) {
      const hat = await product(block.inverse, block.G, breathe);
      known = { hat, turned: await product(hat, block.inverse, breathe) };
      products.set(block, known);
    }
    const { hat, turned } = known;
    for (let k = 0; k < hat.rows; k++) trace += hat.values[k * hat.cols + k]!;
    addTurned(both, 1, turned, block, (a) => rows[a]!.u[t]!);
  }
  return both.values.reduce((sum, value, at) => sum + value * turning.values[at]!, trace);
}

/**
 * The curvature is `K − V D Vᵀ`: K has a block for each task, V a column for each row that can turn. So (Woodbury)
 * `H⁻ = K⁻ + K⁻ V S⁻ Vᵀ K⁻` with `S = D⁻¹ − Vᵀ K⁻ V`, and nothing is larger than the number of features in use. It holds for
 * generalised inverses too: V is in the range of K.
 *
 * @param products - of the design, weighted and centred as for the fit
 */
export async function curvature(products: Products, problem: SolvedProblem, breathe: Breathe): Promise<Curvature> {
  const rows = rowsInUse(problem);
  const G = await products(featuresOf(rows), breathe);
  const blocks = await forEachTask(rows, problem.W.rows, (places) => blockOf(G, rows, places, breathe));
  const { turning, regular } = await turnings(rows, blocks, breathe);
  const parts = { rows, blocks, turning };
  return {
    regular: regular && blocks.every(({ rank, places }) => rank === places.length),
    solve: (given) => solve(parts, given),
    followed: () => followed(parts, breathe),
  };
}

/** `followed` of the curvature: where it is that of the loss alone, the rank of the columns in use, which takes no inverse. */
export async function divergence(products: Products, problem: SolvedProblem, breathe: Breathe): Promise<number> {
  const rows = rowsInUse(problem);
  if (!rows.every(isFlat)) return (await curvature(products, problem, breathe)).followed();
  const G = await products(featuresOf(rows), breathe);
  const ranks = await forEachTask(rows, problem.W.rows, (places) =>
    rankOf(columnsOf(rowsOf(G, places), places), breathe),
  );
  return ranks.reduce((sum, rank) => sum + rank, 0);
}
