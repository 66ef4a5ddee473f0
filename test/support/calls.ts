import type { Call } from './calls/call.js';
import { CHARTS } from './calls/charts.js';
import { ESTIMATORS } from './calls/estimators.js';
import { EVIDENCE } from './calls/evidence.js';
import { FILES } from './calls/files.js';
import { MODELS } from './calls/models.js';
import { RANDOM } from './calls/random.js';
import { SELECTIONS } from './calls/selections.js';
import { SOLVERS } from './calls/solvers.js';
import { SPLITS } from './calls/splits.js';

/** Every public function, called rightly. */
export const CALLS: readonly Call[] = [
  ...ESTIMATORS,
  ...SELECTIONS,
  ...EVIDENCE,
  ...SPLITS,
  ...MODELS,
  ...RANDOM,
  ...SOLVERS,
  ...CHARTS,
  ...FILES,
];
