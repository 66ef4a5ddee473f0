import { check, checkOptions } from '../arguments/check.js';
import { number, type Rule, type Rules } from '../arguments/rules.js';

/** What an information criterion weighs: how likely a fit makes the targets, and how free it was. */
export interface Evidence {
  /** `−2 log L` of Gaussian noise: `Σ_t n log(2π σ_t²) + ‖y_t − ŷ_t‖²/σ_t²`. */
  readonly deviance: number;
  /** Degrees of freedom, without intercepts. */
  readonly df: number;
  readonly samples: number;
  /** @default 1 */
  readonly tasks?: number;
  /** Parameters of each task that df leaves out: an intercept, a variance. @default 0 */
  readonly extra?: number;
  /** Features that may be selected, and those that are. */
  readonly features: number;
  readonly selected: number;
}

const some = number('a number', (value) => !Number.isNaN(value));
const least = (from: number) => number(`a number >= ${from}`, (value) => value >= from);

/** The gamma of the EBIC. */
export const GAMMA: Rule = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);

/** What evidence must be. */
const RULES: Rules<Evidence> = {
  deviance: some,
  df: some,
  samples: least(1),
  tasks: least(1),
  extra: least(0),
  features: least(0),
  selected: least(0),
};

/** @throws TypeError for what is no evidence, RangeError for numbers that are none or are missing */
function checkEvidence(name: string, evidence: Partial<Evidence>, needed: readonly (keyof Evidence)[]): void {
  checkOptions(name, evidence, RULES, 'evidence');
  for (const key of needed) check(name, `evidence.${key}`, evidence[key], RULES[key]);
}

/**
 * `−2 log L + 2 df`.
 *
 * @see Akaike 1974; with a known variance it orders fits as Mallows' Cp
 */
export function aic(evidence: Pick<Evidence, 'deviance' | 'df'>): number {
  checkEvidence('aic', evidence, ['deviance', 'df']);
  return evidence.deviance + 2 * evidence.df;
}

/**
 * AIC for few samples: `AIC + T · 2k(k + 1)/(n − k − 1)` with `k = df/T + extra` parameters for each of T tasks; Infinity where
 * `n ≤ k + 1`.
 *
 * @see Hurvich & Tsai 1989
 */
export function aicc(evidence: Omit<Evidence, 'features' | 'selected'>): number {
  checkEvidence('aicc', evidence, ['deviance', 'df', 'samples']);
  const { deviance, df, samples, tasks = 1, extra = 0 } = evidence;
  const k = df / tasks + extra;
  return samples > k + 1 ? deviance + 2 * df + (tasks * 2 * k * (k + 1)) / (samples - k - 1) : Infinity;
}

/**
 * `−2 log L + log(n) df`: n samples say something about each parameter, however many tasks there are.
 *
 * @see Schwarz 1978
 */
export function bic(evidence: Pick<Evidence, 'deviance' | 'df' | 'samples'>): number {
  checkEvidence('bic', evidence, ['deviance', 'df', 'samples']);
  return evidence.deviance + Math.log(evidence.samples) * evidence.df;
}

/** `log C(p, k)`. */
function logBinomial(p: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= Math.min(k, p - k); i++) sum += Math.log((p + 1 - i) / i);
  return sum;
}

/**
 * BIC for many features: `BIC + 2 γ log C(p, k)`, so that sizes of supports are as likely beforehand, not supports, if γ is 1.
 *
 * @param gamma - from 0, which is BIC, to 1
 * @see Chen & Chen 2008
 */
export function ebic(evidence: Omit<Evidence, 'tasks' | 'extra'>, gamma = 0.5): number {
  checkEvidence('ebic', evidence, ['deviance', 'df', 'samples', 'features', 'selected']);
  check('ebic', 'gamma', gamma, GAMMA);
  const { deviance, df, samples, features, selected } = evidence;
  return deviance + Math.log(samples) * df + 2 * gamma * logBinomial(features, selected);
}
