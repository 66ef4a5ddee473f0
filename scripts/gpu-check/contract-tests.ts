/** Tests of everything that computes with tensors: folders, and files without their extension. */
export const CONTRACT_TESTS = [
  'test/prox',
  'test/penalties',
  'test/datafits',
  'test/solvers',
  'test/estimators/support-example.test',
];

/** Run before them. */
export const HOOKS = 'test/support/hooks';

/** Titles of tests that take minutes where a processor imitates the GPU. */
export const SLOW = 'Lipschitz constant that|keeps its rate theorem|one by one|\\((ista|fista) on';
