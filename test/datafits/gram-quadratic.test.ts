import { gramQuadratic } from '../../src/datafits/gram-quadratic.js';
import { datafitContract } from '../contracts/datafit.js';

datafitContract('gramQuadratic', gramQuadratic);
