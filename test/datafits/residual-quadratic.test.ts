import { residualQuadratic } from '../../src/datafits/residual-quadratic.js';
import { datafitContract } from '../contracts/datafit.js';

datafitContract('residualQuadratic', residualQuadratic);
datafitContract('residualQuadratic in parts', (samples, making) =>
  residualQuadratic({ ...samples, atOnce: 3 }, making),
);
