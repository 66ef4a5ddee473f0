import { crossValidate, fitTasks, lasso, multiTaskLasso, randomState, sineTasks, supportMap } from 'tensor-lasso';
import { rendered } from 'tensor-lasso/node';

const { X, Y } = sineTasks(randomState(42));

it('fits', async () => {
  const { converged, problems } = await multiTaskLasso({ alpha: 1 }).fit(X, Y);
  expect(converged).toBe(true);
  expect(problems[0].relativeGap).toBeLessThanOrEqual(1e-4);
});

it('cross-validates and fits tasks on two threads as on one', async () => {
  const found = async (threads) => {
    const { curves } = await crossValidate(lasso, X, Y, { count: 10, threads });
    const { coef } = await fitTasks(lasso({ alpha: 0.5 }), X, Y, { threads });
    return [...curves[0].folds, coef].map(({ values }) => Array.from(values));
  };
  expect(await found(2)).toEqual(await found(1));
});

it('draws', async () => {
  const fit = await multiTaskLasso({ alpha: 1 }).fit(X, Y);
  const spec = supportMap([{ name: 'multi-task Lasso', coef: fit.coef }]);
  const svg = await rendered(spec, '.svg');
  expect(svg.match(/aria-label="Feature: /g)).toHaveLength(5 * Y.cols);
  const png = await rendered(spec, '.png');
  expect(Array.from(png.slice(0, 4))).toEqual([0x89, 0x50, 0x4e, 0x47]);
});
