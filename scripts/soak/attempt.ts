import { fitTasks, type LinearFit } from 'tensor-lasso';
import { type Done, wrongAfter, wrongPrecision } from './after.js';
import { alphaOf, spread } from './alphas.js';
import type { Draw } from './draw/draw.js';
import { type Drawn, drawn } from './draw/model.js';
import { type Problem, problemsOf } from './judge/problem.js';
import { Failure, library } from './library.js';
import { startOf } from './start.js';
import { wrongCertificates } from './verdict/certificates.js';
import { type Finding, finding, oddity } from './verdict/finding.js';
import { type Asked, wrongRecord } from './verdict/record.js';
import { wrongError } from './verdict/refusal.js';

/** Milliseconds after which a fit is told to end, and those it may then take to do so. */
const PATIENCE = 20_000;
const GRACE = 5000;

/** What became of a draw. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** Whether some problem did not converge. */
  readonly open: boolean;
  /** Whether there was an error, as there should have been. */
  readonly refused: boolean;
}

interface Case {
  readonly drawn: Drawn;
  readonly problems: readonly (Problem | undefined)[];
  readonly controller: AbortController;
  /** When the fit was told to end. */
  cutAt: number;
}

/** What is wrong with a fit; of a record that is wrong by itself nothing is certified. */
function wrongFit(fit: LinearFit, asked: Asked): Finding[] {
  const wrong = wrongRecord(fit, asked);
  const hopeless = wrong.some(({ kind }) => kind === 'shape' || /^(no plain number|negative)/.test(kind));
  return hopeless ? wrong : [...wrong, ...wrongCertificates(fit, asked)];
}

/** Options of a fit of a draw, with a signal that may cut it off. */
function howOf(one: Case) {
  const { draw, posed } = one.drawn;
  const { cut } = draw;
  const { signal } = one.controller;
  let calls = 0;
  const end = (): void => {
    one.cutAt = performance.now();
    one.controller.abort(new Error('cut off'));
  };
  const onProgress = (): void => {
    if (cut && 'call' in draw.cutAt && calls++ === draw.cutAt.call) end();
  };
  const after = cut && 'milliseconds' in draw.cutAt ? draw.cutAt.milliseconds : PATIENCE;
  if (after === 0) end();
  const timer = setTimeout(end, after);
  return {
    how: { signal, onProgress, ...(posed.weights && { sampleWeight: posed.weights }) },
    stop: () => clearTimeout(timer),
  };
}

/** Along a few alphas. */
async function alongPath(one: Case, asked: Omit<Asked, 'alphas'>, init: Pick<LinearFit, 'coef'> | undefined) {
  const { drawn, problems } = one;
  const { X, Y } = drawn.posed;
  const factors = [4, 2, 1, 1, 0.3].slice(drawn.draw.seed % 3);
  const steps = factors.map((by) => alphaOf(drawn, problems, by));
  const { how, stop } = howOf(one);
  const findings: Finding[] = [];
  let [k, open] = [0, false];
  try {
    const fits = await library(() =>
      drawn
        .make(steps[0]!)
        .path(X, Y, steps, { ...how, ...(init && { init }), reuse: true })
        [Symbol.asyncIterator](),
    );
    for (;;) {
      const { done, value: fit } = await library(() => fits.next());
      if (done) break;
      const alphas = spread(steps[k++]!, problems);
      findings.push(...wrongFit(fit, { ...asked, alphas, fromZero: false }));
      open ||= !fit.converged;
    }
  } finally {
    stop();
  }
  if (k !== steps.length) findings.push(finding('path', `${k} fits of ${steps.length}`));
  return { findings, open };
}

/** Fits a draw, and judges what comes. */
async function fitted(one: Case): Promise<Omit<Outcome, 'refused'>> {
  const { drawn, problems } = one;
  const { draw, posed } = drawn;
  const { X, Y, weights } = posed;
  const alpha = alphaOf(drawn, problems);
  const plain = weights ? { sampleWeight: weights } : {};
  const init = await startOf(drawn, problems, (by) =>
    library(() => drawn.make(alphaOf(drawn, problems, by)).fit(X, Y, plain)),
  );
  const asked = { posed, problems, tol: draw.tol, maxIter: draw.maxIter, fromZero: !init };
  if (draw.how === 'path') return alongPath(one, asked, init);
  const { how, stop } = howOf(one);
  const start = init && { init };
  const fit = await library(() => {
    const estimator = drawn.make(alpha);
    if (draw.how !== 'tasks') return estimator.fit(X, Y, { ...how, ...start });
    return fitTasks(estimator, X, Y, { ...how, ...start, threads: draw.threads });
  }).finally(stop);
  const alphas = spread(alpha, problems);
  const findings = wrongFit(fit, { ...asked, alphas });
  const known = problems.filter((problem) => problem !== undefined);
  if (draw.how !== 'fit' || known.length < problems.length || findings.some(({ odd }) => !odd)) {
    return { findings, open: !fit.converged };
  }
  const done: Done = {
    ...{ drawn, problems: known, alphas, fit },
    again: ({ init: from, maxIter } = {}) =>
      library(() => {
        const estimator = drawn.make(alpha, maxIter === undefined ? {} : { maxIter });
        return estimator.fit(X, Y, { ...plain, ...start, ...(from && { init: from }) });
      }),
  };
  return {
    findings: [...findings, ...(await wrongPrecision(done)), ...(await wrongAfter(done))],
    open: !fit.converged,
  };
}

/** Does what a draw says. */
export async function attempt(draw: Draw): Promise<Outcome> {
  const own = drawn(draw);
  const one: Case = { drawn: own, problems: problemsOf(own.posed), controller: new AbortController(), cutAt: Infinity };
  try {
    return { ...(await fitted(one)), refused: false };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { cause } = error;
    const { signal } = one.controller;
    const late = performance.now() - one.cutAt;
    if (late > GRACE)
      return { findings: [finding('ended late', `${late} ms after it was cut off`)], open: false, refused: true };
    if (signal.aborted && cause === signal.reason) {
      const slow = !draw.cut;
      return { findings: slow ? [oddity('slow', `more than ${PATIENCE} ms`)] : [], open: slow, refused: false };
    }
    return { findings: wrongError(cause, own, one.problems), open: false, refused: true };
  }
}
