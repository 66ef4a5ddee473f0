import { type Certificate, certifier } from '../certificate/certify.js';
import { columns, type Matrix } from '../data/matrix.js';
import { inTurns } from '../threads/in-turns.js';
import type { Breathe } from '../threads/pacer.js';
import { readRow } from './conditioned.js';
import { meanSquares, type TensorData } from './tensor-data.js';
import type { Penalised } from './tensor-penalty.js';

/** With the gap relative to ‖Y_b‖²/n. */
interface Certified extends Certificate {
  readonly relativeGap: number;
}

/** Certificates in float64 of coefficients that come in float32. */
export interface Certificates {
  /** Certifies problem b at W, shape (features, tasks) row after row: its relative gap. */
  certifyProblem(b: number, W: Float32Array, breathe: Breathe): Promise<number>;
  /** What was certified last of each problem. */
  readonly certified: readonly Certified[];
}

/** Certificates of scaled problems; X is read anew for each. */
export function certificates(
  data: TensorData,
  { alphas, ridge, penalty: { norm } }: Penalised,
  problems: number,
): Certificates {
  const { X, Y } = data;
  const { rows, cols } = X.matrix;
  const tasks = Y.cols / problems;
  const targets = Array.from({ length: problems }, (_, b) => columns(Y, b * tasks, (b + 1) * tasks));
  const squares = meanSquares(data, problems);
  const certified: Certified[] = [];
  const x = new Float64Array(cols);
  const ridgeFor = ({ rows, cols: own, values }: Matrix, b: number): Float64Array =>
    Float64Array.from({ length: cols }, (_, j) => values[Math.min(j, rows - 1) * own + Math.min(b, own - 1)]!);
  const certifyProblem: Certificates['certifyProblem'] = async (b, W, breathe) => {
    const alpha = alphas[Math.min(b, alphas.length - 1)]!;
    const problem = { Y: targets[b]!, alpha, norm, ...(ridge && { ridge: ridgeFor(ridge, b) }) };
    const { read, certificate } = certifier(problem, { rows: cols, cols: tasks, values: Float64Array.from(W) });
    await inTurns({ rows, each: cols, breathe }, (from, to) => {
      for (let i = from; i < to; i++) {
        readRow(X, i, x);
        read(x, i);
      }
    });
    const found = certificate();
    const relativeGap = found.dualGap / (squares[b]! || 1);
    certified[b] = { ...found, relativeGap };
    return relativeGap;
  };
  return { certified, certifyProblem };
}
