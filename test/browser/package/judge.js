import { crossValidate, lasso } from 'tensor-lasso';

/** Judges alphas on some threads; what each fold says of them. */
globalThis.judge = async (threads, X, Y) => {
  const { curves } = await crossValidate(lasso, X, Y, { threads, count: 30 });
  return curves[0].folds.map(({ values }) => Array.from(values));
};
