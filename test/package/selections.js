import { bootstrap, crossValidate, fitTasks, lasso, stabilitySelection } from 'tensor-lasso';

const entries = (rows, cols, phase) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => Math.sin(phase + 7 * i * i + 3 * j)));
const X = entries(30, 6, 1);
const Y = X.map(([a, b, c], i) => [a + b + 0.1 * Math.cos(i), a - c, b]);

/** What every selection finds with some threads, without what takes time. */
async function found(threads) {
  const { curves, fit } = await crossValidate(lasso, X, Y, { count: 10, threads });
  const { problems } = await stabilitySelection(lasso, X, Y, { count: 5, resamples: 10, threads });
  const { lower, upper } = await bootstrap(lasso, X, Y, { alpha: 0.1, resamples: 10, threads });
  const { coef } = await fitTasks(lasso({ alpha: 0.1 }), X, Y, { threads });
  const values = [...curves.flatMap(({ folds }) => folds), fit.coef, lower, upper, coef].map((m) =>
    Array.from(m.values),
  );
  return [values, problems.map(({ probabilities }) => Array.from(probabilities.values))];
}

const warnings = [];
let workers = 0;
process.on('warning', ({ message }) => warnings.push(message));
process.on('worker', () => workers++);
async function main() {
  const [one, two] = [await found(1), await found(2)];
  await new Promise((done) => setTimeout(done));
  process.stdout.write(JSON.stringify({ one, two, warnings, workers }));
}
void main();
