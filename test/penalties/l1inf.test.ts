import { l1inf } from '../../src/penalties/l1inf.js';
import { penaltyContract } from '../contracts/penalty.js';

penaltyContract({
  name: 'l1inf',
  make: l1inf,
  omega: (W) => W.reduce((sum, w) => sum + Math.max(...w.map(Math.abs)), 0),
  omegaDual: (G) => Math.max(...G.map((g) => g.reduce((sum, x) => sum + Math.abs(x), 0))),
});
