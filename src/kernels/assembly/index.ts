export { solveDefinite } from './cholesky';
export { follow, gramPass } from './gram-pass';
export { gatherColumns, narrow, narrowRows } from './narrow';
export { correlations } from './narrow-correlations';
export { inner32, narrowPass } from './narrow-pass';
export { gram, inner, products } from './products';
export { combine32, residual } from './residual';
export { residualPass } from './residual-pass';
