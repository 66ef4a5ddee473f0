import { l1 } from '../../src/penalties/l1.js';
import { penaltyContract } from '../contracts/penalty.js';

penaltyContract({
  name: 'l1',
  make: l1,
  omega: (W) => W.flat().reduce((sum, w) => sum + Math.abs(w), 0),
  omegaDual: (G) => Math.max(...G.flat().map(Math.abs)),
});
