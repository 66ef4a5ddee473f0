import type { LinearFit } from 'tensor-lasso';
import type { Posed, Problem } from '../judge/problem.js';
import { type Finding, finding } from './finding.js';

/** What a fit was asked for. */
export interface Asked {
  readonly posed: Posed;
  readonly problems: readonly (Problem | undefined)[];
  /** Of each problem. */
  readonly alphas: readonly number[];
  readonly tol: number;
  readonly maxIter: number;
  /** Whether it began at zeros. */
  readonly fromZero: boolean;
}

const isPlain = (x: number): boolean => Number.isFinite(x) && !Object.is(x, -0);

/** The first entry that is no number, infinite, or −0. */
function oddEntry(values: ArrayLike<number>): string | undefined {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!isPlain(value)) return `${Object.is(value, -0) ? '-0' : value} at ${k} of ${values.length}`;
  }
  return undefined;
}

const NUMBERS = ['alpha', 'objective', 'dualGap', 'relativeGap', 'deviance', 'iterations'] as const;

function wrongNumbers(fit: LinearFit): Finding[] {
  const lists: [string, ArrayLike<number>][] = [
    ['coef', fit.coef.values],
    ['intercept', fit.intercept],
    ...NUMBERS.map((key): [string, number[]] => [key, fit.problems.map((problem) => problem[key])]),
    ['the sums', [fit.objective, fit.dualGap, fit.iterations]],
  ];
  const odd = lists.flatMap(([name, values]) => {
    const entry = oddEntry(values);
    return entry ? [[name, `${name} has ${entry}`] as const] : [];
  });
  if (odd.length === 0) return [];
  return [finding(`no plain number: ${odd[0]![0]}`, odd.map(([, text]) => text).join(', '))];
}

function wrongShapes({ coef, intercept, problems }: LinearFit, { posed: { X, Y, joint } }: Asked): Finding[] {
  const sizes = [coef.rows, coef.cols, coef.values.length, intercept.length, problems.length];
  const expected = [Y.cols, X.cols, Y.cols * X.cols, Y.cols, joint ? 1 : Y.cols];
  return sizes.join() === expected.join() ? [] : [finding('shape', `sizes ${sizes}, expected ${expected}`)];
}

/** What a flag says must follow from the numbers. */
function wrongFlags(fit: LinearFit, { alphas, tol, maxIter }: Asked): Finding[] {
  const wrong = fit.problems.flatMap(({ alpha, relativeGap, converged, stopped, iterations, dualGap }, b) => {
    const told = `problem ${b}: converged ${converged}, stopped ${stopped}, relativeGap ${relativeGap}, tol ${tol}, ${iterations} iterations of ${maxIter}`;
    const why = converged ? 'tol' : iterations >= maxIter ? 'maxIter' : 'precision';
    return [
      ...(converged === relativeGap <= tol ? [] : [finding('converged', told)]),
      ...(stopped === why ? [] : [finding('stopped', `${told}: expected ${why}`)]),
      ...(Number.isInteger(iterations) && iterations >= 0 && iterations <= maxIter
        ? []
        : [finding('iterations', told)]),
      ...(relativeGap >= 0 && dualGap >= 0 ? [] : [finding('negative gap', `${told}, dualGap ${dualGap}`)]),
      ...(alpha === alphas[b] ? [] : [finding('alpha', `problem ${b}: alpha ${alpha}, asked for ${alphas[b]}`)]),
    ];
  });
  const sum = (key: 'objective' | 'dualGap'): number => fit.problems.reduce((all, problem) => all + problem[key], 0);
  const most = Math.max(...fit.problems.map(({ iterations }) => iterations));
  const all = fit.problems.every(({ converged }) => converged);
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.abs(b);
  const agree =
    close(fit.objective, sum('objective')) &&
    close(fit.dualGap, sum('dualGap')) &&
    fit.iterations === most &&
    fit.converged === all;
  return agree
    ? wrong
    : [...wrong, finding('sums', `objective ${fit.objective}, dualGap ${fit.dualGap}, of problems another`)];
}

/** Coefficients that must be exactly 0, or not negative. */
function wrongCoefficients({ coef }: LinearFit, { posed, problems, fromZero }: Asked): Finding[] {
  const found = new Map<string, Finding>();
  const note = (kind: string, text: string): void => {
    if (!found.has(kind)) found.set(kind, finding(fromZero ? kind : `${kind}, from init`, text));
  };
  for (const problem of problems) {
    if (!problem) continue;
    for (const t of problem.tasks) {
      for (let j = 0; j < coef.cols; j++) {
        const w = coef.values[t * coef.cols + j]!;
        if (w === 0) continue;
        const told = `coefficient ${w} of feature ${j} for task ${t}`;
        if (posed.factors?.[j] === Infinity) note('excluded feature', told);
        const nothing = problem.constant[j] && (posed.fitIntercept || problem.columns[j]!.hi[0] === 0);
        if (nothing) note('constant column', told);
        if (posed.positive && w < 0) note('negative', told);
      }
    }
  }
  return [...found.values()];
}

/** What is wrong with a record by itself; nothing more is looked at if it is. */
export function wrongRecord(fit: LinearFit, asked: Asked): Finding[] {
  const shapes = wrongShapes(fit, asked);
  if (shapes.length > 0) return shapes;
  const numbers = wrongNumbers(fit);
  const { posed, problems } = asked;
  const odd = fit.intercept.findIndex((value) => value !== 0);
  return [
    ...numbers,
    ...(numbers.length > 0 ? [] : wrongFlags(fit, asked)),
    ...(problems.length > 0 ? wrongCoefficients(fit, asked) : []),
    ...(posed.fitIntercept || odd < 0 ? [] : [finding('intercept', `${fit.intercept[odd]} without an intercept`)]),
  ];
}
