import { residualQuadratic } from '../../src/datafits/residual-quadratic.js';
import { datafitContract } from '../contracts/datafit.js';

datafitContract('residualQuadratic', residualQuadratic);
