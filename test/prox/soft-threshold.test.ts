import { softThreshold } from '../../src/prox/soft-threshold.js';
import { proxContract } from '../contracts/prox.js';

proxContract({
  name: 'softThreshold',
  prox: softThreshold,
  norm: (values) => values.reduce((sum, v) => sum + Math.abs(v), 0),
  project: (values) => values.map((v) => Math.max(-1, Math.min(1, v))),
});
