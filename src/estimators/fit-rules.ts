import { abortSignal, any, callback, type Rules, yesOrNo } from '../arguments/rules.js';
import type { FitOptions, PathFitOptions } from './model.js';

/** Weights and starts have rules of their own, once the data are known. */
export const SHARED_RULES: Rules<Omit<FitOptions, 'trace'>> = {
  onProgress: callback,
  signal: abortSignal,
  init: any,
  sampleWeight: any,
};

/** What the options of `fit`, of `path` and of `alphaMax` must be. */
export const FIT_RULES: Rules<FitOptions> = { ...SHARED_RULES, trace: yesOrNo };
export const PATH_RULES: Rules<PathFitOptions> = { ...SHARED_RULES, reuse: yesOrNo };
export const MAXIMA_RULES: Rules<Pick<FitOptions, 'sampleWeight'>> = { sampleWeight: any };
