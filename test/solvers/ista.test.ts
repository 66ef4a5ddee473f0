import { ista } from '../../src/solvers/ista.js';
import { solverContract } from '../contracts/solver.js';

solverContract({
  name: 'ista',
  solver: ista,
  rate: (k, lipschitz, distance) => (lipschitz * distance) / (2 * k),
  descends: true,
});
