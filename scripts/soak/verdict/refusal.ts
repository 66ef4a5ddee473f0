import { hasGroups } from '../draw/draw.js';
import type { Drawn } from '../draw/model.js';
import type { Problem } from '../judge/problem.js';
import { type Finding, finding, oddity } from './finding.js';

const NAMES = [
  ...['lasso', 'elasticNet', 'multiTaskLasso', 'multiTaskElasticNet', 'groupLasso', 'sparseGroupLasso', 'penalised'],
  ...['path', 'predict', 'score', 'fitTasks', 'modelFromJSON'],
];

/** An error of ours: who, what was expected, and what came. */
const FORM = new RegExp(`^(${NAMES.join('|')})(\\.\\w+)?(:| must) .*\\b(must|got)\\b`, 's');

/** Whether the documentation says that this is refused. */
function isRefused({ draw, posed }: Drawn, problems: readonly (Problem | undefined)[]): boolean {
  const { estimator, solver, ratios } = draw;
  const { positive, factors, joint, parts, weights, Y } = posed;
  const smooth = ratios.includes(0) || parts.l1 + parts.l2 + parts.max === 0;
  const engine = solver === 'gram' || solver === 'workingSets';
  const limited = hasGroups(draw) || estimator === 'penalised';
  // A column without an entry that counts.
  const missing = (t: number): boolean =>
    Array.from({ length: Y.rows }, (_, i) => i).every(
      (i) => Number.isNaN(Y.values[i * Y.cols + t]!) || weights?.[i] === 0,
    );
  return (
    (positive && (smooth || factors?.includes(0) === true)) ||
    (hasGroups(draw) && solver !== 'auto') ||
    (estimator === 'penalised' && engine) ||
    (joint && Y.cols > 1 && draw.mask !== 'none' && (smooth || solver !== 'auto' || limited)) ||
    Array.from({ length: Y.cols }, (_, t) => t).some(missing) ||
    problems.includes(undefined)
  );
}

/** What is wrong with an error: what it says, or that there is one. */
export function wrongError(error: unknown, drawn: Drawn, problems: readonly (Problem | undefined)[]): Finding[] {
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
  const told = `${name}: ${message.slice(0, 300)}`;
  if (!((error instanceof RangeError || error instanceof TypeError) && FORM.test(message))) {
    return [finding(`error: ${name} ${message.replace(/[-+\d.e]*\d[-+\d.e]*/g, '#').slice(0, 60)}`, told)];
  }
  if (isRefused(drawn, problems)) return [];
  const kind = `refused${drawn.draw.extreme ? ' in extreme units' : ''}: ${message.slice(0, 40)}`;
  return [drawn.draw.extreme ? oddity(kind, told) : finding(kind, told)];
}
