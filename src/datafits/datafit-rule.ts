import { hasMethods, isRecord, type Rule } from '../arguments/rules.js';

/** What is a datafit. */
export const DATAFIT: Rule = {
  accepts: (value) =>
    hasMethods(value, 'value', 'gradient', 'take') &&
    isRecord(value) &&
    isRecord(value.tensors) &&
    Array.isArray(value.shape),
  expected: 'a datafit, as quadratic(X, Y) gives, awaited',
  error: TypeError,
};
