export { solveDefinite } from './cholesky';
export { correlations } from './correlations';
export { follow, goAhead, gramDescent, gramPass, gramSums, renew } from './gram-pass';
export { narrow, narrowRows, widen } from './narrow';
export { inner32, narrowPass } from './narrow-pass';
export { gram, gram32, inner, mirror, products } from './products';
export { combine32, residual } from './residual';
