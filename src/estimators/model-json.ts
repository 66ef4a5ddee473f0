import { isRecord } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { type Matrix, row, zeros } from '../data/matrix.js';
import type { LinearFit } from './linear-fit.js';
import { readModel } from './read-model.js';

const FORMAT = 'tensor-lasso/model';
const VERSION = 1;

/** What JSON has no numbers for. */
type Special = 'NaN' | 'Infinity' | '-Infinity' | '-0';
type Written = number | Special;

/** The coefficients of one task that are not 0, and the features that they belong to, in ascending order. */
interface WrittenTask {
  readonly features: readonly number[];
  readonly coef: readonly Written[];
}

/** A model as JSON: numbers, texts, lists and plain objects only. Written out and read again each number is the same to the bit. */
export interface ModelJSON {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** How many there are. */
  readonly features: number;
  readonly tasks: readonly WrittenTask[];
  /** One for each task. */
  readonly intercept: readonly Written[];
  /** What else is known of the fit, such as its problems and their certificates. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** A model to be written: a fit, or what `refit` and `relaxed` make of one. */
export type Writable = Pick<LinearFit, 'coef' | 'intercept'>;

/** A model that was read: with all that was known of it, but for its trace. */
export type ReadModel = Writable & Partial<Omit<LinearFit, 'trace'>>;

function written(value: number): Written {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : (String(value) as Special);
}

const isSpecial = (value: unknown): value is Special =>
  typeof value === 'string' && ['NaN', 'Infinity', '-Infinity', '-0'].includes(value);

/** Coefficients of a model that is read, zeros among them: a few bytes of JSON may ask for any number. They take 1 GiB. */
const MOST = 2 ** 27;

/** How deeply things may be nested that are known of a fit. */
const DEPTH = 32;

/**
 * Changes each number within a value of JSON.
 *
 * @throws TypeError for a value that is nested too deeply, or that names a prototype
 */
function everywhere(name: string, value: unknown, change: (value: unknown) => unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return change(value);
  if (depth > DEPTH) throw new TypeError(`${name}: about must be nested at most ${DEPTH} deep, got more`);
  const inside = (each: unknown): unknown => everywhere(name, each, change, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  if (Object.hasOwn(value, '__proto__')) throw new TypeError(`${name}: about must not name __proto__, got it`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(each)]));
}

function writtenTask(w: Float64Array): WrittenTask {
  const features = Array.from(w.keys()).filter((j) => w[j] !== 0);
  return { features, coef: features.map((j) => written(w[j]!)) };
}

/**
 * A model as JSON, for `JSON.stringify`; of the coefficients those that are not 0.
 *
 * @param model - a fit, or what `refit`, `relaxed` and the like give
 * @throws TypeError for what is no such model, RangeError for coefficients that are not finite
 */
export function modelToJSON(model: Writable): ModelJSON {
  const { coef, intercept } = readModel('modelToJSON', model);
  const { coef: _, intercept: _i, trace: _t, ...about } = model as LinearFit;
  return {
    format: FORMAT,
    version: VERSION,
    features: coef.cols,
    tasks: Array.from({ length: coef.rows }, (_, t) => writtenTask(row(coef, t))),
    intercept: Array.from(intercept, written),
    about: everywhere('modelToJSON', about, (value) =>
      typeof value === 'number' ? written(value) : value,
    ) as ModelJSON['about'],
  };
}

function refuse(what: string, expectation: string, got: unknown): never {
  throw new TypeError(`modelFromJSON: ${what} must be ${expectation}, got ${shown(got)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`modelFromJSON: the text must be JSON: ${(cause as Error).message}`, { cause });
  }
}

/** @throws TypeError unless a value is a list of finite numbers, so many */
function numbers(what: string, value: unknown, length: number): number[] {
  const isWritten = (each: unknown) => each === '-0' || (typeof each === 'number' && Number.isFinite(each));
  if (!Array.isArray(value) || value.length !== length) {
    refuse(what, `a list of ${length} numbers`, Array.isArray(value) ? value.length : value);
  }
  const bad = value.findIndex((each) => !isWritten(each));
  if (bad >= 0) refuse(`${what}[${bad}]`, 'a finite number', value[bad]);
  return value.map(Number);
}

function coefficients(tasks: readonly unknown[], features: number): Matrix {
  const most = Math.floor(MOST / tasks.length);
  if (features > most) refuse('features', `at most ${most} for ${tasks.length} tasks`, features);
  const all = zeros(tasks.length, features);
  Array.from(tasks).forEach((task, t) => {
    if (!isRecord(task)) refuse(`tasks[${t}]`, 'an object with features and coef', task);
    const { features: places } = task;
    if (!Array.isArray(places)) refuse(`tasks[${t}].features`, 'a list', places);
    const values = numbers(`tasks[${t}].coef`, task.coef, places.length);
    Array.from(places).forEach((j, k) => {
      const expected = `a whole number below ${features}, above the one before it`;
      const follows = Number.isSafeInteger(j) && j >= 0 && j < features && (k === 0 || j > places[k - 1]);
      if (!follows) refuse(`tasks[${t}].features[${k}]`, expected, j);
      row(all, t)[j] = values[k]!;
    });
  });
  return all;
}

/**
 * The model that `modelToJSON` wrote: for `predict`, `score`, `support`, `refit`, and as `init` of another fit.
 *
 * @param json - the text, or what `JSON.parse` makes of it
 * @throws TypeError for what is not such a model: what is wrong with it
 */
export function modelFromJSON(json: unknown): ReadModel {
  const value = typeof json === 'string' ? parsed(json) : json;
  if (!isRecord(value) || value.format !== FORMAT) {
    refuse('format', `'${FORMAT}'`, isRecord(value) ? value.format : value);
  }
  const { version, features, tasks, intercept, about = {} } = value;
  if (version !== VERSION) refuse('version', `${VERSION}, the only one that this release reads`, version);
  if (!Number.isSafeInteger(features) || Number(features) < 1) refuse('features', 'a whole number >= 1', features);
  if (!Array.isArray(tasks) || tasks.length === 0) refuse('tasks', 'a list of at least one', tasks);
  if (!isRecord(about)) refuse('about', 'an object', about);
  const known = everywhere('modelFromJSON', about, (each) => (isSpecial(each) ? Number(each) : each));
  return {
    ...(known as Partial<LinearFit>),
    coef: coefficients(tasks, Number(features)),
    intercept: Float64Array.from(numbers('intercept', intercept, tasks.length)),
  };
}
