import { collectPath, type EstimatorOptions, lasso, multiTaskLasso, path, type SolverName } from 'tensor-lasso';
import { type Problem, problemOf } from './problem.js';
import type { Answer, Both, Found, Request } from './protocol.js';
import { ratioOf, type Settings } from './settings.js';

const scope = self as unknown as { postMessage(answer: Answer): void; onmessage: (event: { data: Request }) => void };

/** Data, and what is known of them whatever alpha is. */
interface Known {
  readonly key: string;
  readonly problem: Problem;
  /** The largest alpha of any task, and that of all of them. */
  readonly most: { readonly lasso: number; readonly multiTask: number };
  pathSent: boolean;
}

let known: Known | undefined;

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);

async function knownOf({ settings, own }: Request): Promise<Known> {
  const { alpha: _, feature: _feature, backend: _backend, ...data } = settings;
  const key = JSON.stringify(own ? [own.number, settings.standardize] : data);
  if (known?.key === key) return known;
  const problem = own?.problem ?? problemOf(settings);
  const options = { alpha: 1, standardize: settings.standardize };
  const most = {
    lasso: largest(await lasso(options).alphaMax(problem.X, problem.Y)),
    multiTask: largest(await multiTaskLasso(options).alphaMax(problem.X, problem.Y)),
  };
  known = { key, problem, most, pathSent: false };
  return known;
}

const reduced = ({ coef, intercept, problems, iterations, converged, solver, backend, trace }: Found): Found => ({
  coef,
  intercept,
  problems,
  iterations,
  converged,
  solver,
  backend,
  ...(trace && { trace }),
});

function optionsFor({ backend, standardize }: Settings) {
  const solver: SolverName = backend === 'auto' ? 'auto' : 'restartedFista';
  return { tol: 1e-4, standardize, backend, solver };
}

/** The wasm backend looks for its files beside the page, not beside this script. */
async function prepare(backend: string): Promise<void> {
  if (backend !== 'wasm') return;
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(new URL('../', self.location.href).href);
}

/** Both models, at the same part of their largest alphas. */
async function fitBoth(
  { problem: { X, Y }, most }: Known,
  ratio: number,
  options: Omit<EstimatorOptions, 'alpha'>,
  signal: AbortSignal,
): Promise<Both> {
  // Where there is nothing to select any alpha above 0 does.
  const alphaOf = (largest: number): number => ratio * (largest || 1);
  const how = { signal, trace: true };
  const single = await lasso({ ...options, alpha: alphaOf(most.lasso) }).fit(X, Y, how);
  const joint = await multiTaskLasso({ ...options, alpha: alphaOf(most.multiTask) }).fit(X, Y, how);
  return { lasso: reduced(single), multiTask: reduced(joint) };
}

/** Restarted FISTA, for somebody to see the gap fall: coordinate descent with a Gram matrix has nothing to show. */
const VISIBLE = { solver: 'restartedFista', backend: 'cpu', tol: 1e-6, maxIter: 400 } as const;

/** How long nothing must have been asked for what can wait, in milliseconds. */
const REST = 150;

/** Waits until nothing more is asked; fails at once when something is. */
const rest = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, REST);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

async function answer(request: Request, signal: AbortSignal): Promise<void> {
  const { id, settings } = request;
  const { standardize, backend } = settings;
  const start = performance.now();
  await prepare(backend);
  const now = await knownOf(request);
  const { X, Y, truth } = now.problem;
  const fits = await fitBoth(now, ratioOf(settings), optionsFor(settings), signal);
  scope.postMessage({ id, fits, ...(truth && { truth }), took: performance.now() - start });
  if (!now.pathSent) {
    const steps = path(multiTaskLasso, X, Y, { standardize, count: 40, eps: 1e-3, signal });
    scope.postMessage({ id, path: await collectPath(steps) });
    now.pathSent = true;
  }
  await rest(signal);
  const traced = backend === 'auto' ? await fitBoth(now, ratioOf(settings), { ...VISIBLE, standardize }, signal) : fits;
  scope.postMessage({ id, traced });
}

let newest: Request | undefined;
let running: AbortController | undefined;

/** Answers the newest request; those that came in between are gone. */
async function next(): Promise<void> {
  const request = newest;
  if (!request) return;
  newest = undefined;
  running = new AbortController();
  try {
    await answer(request, running.signal);
  } catch (error) {
    if (!running.signal.aborted) {
      scope.postMessage({ id: request.id, error: error instanceof Error ? error.message : String(error) });
    }
  }
  running = undefined;
  if (newest) await next();
}

scope.onmessage = ({ data }) => {
  newest = data;
  if (running) running.abort(new Error('a newer request'));
  else setTimeout(() => running ?? next());
};
