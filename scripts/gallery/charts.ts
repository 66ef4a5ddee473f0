import {
  benchmarkChart,
  bootstrap,
  coefficientMap,
  coefficientPath,
  coefficientSeries,
  collectPath,
  convergence,
  crossValidate,
  kFold,
  lasso,
  multiTaskLasso,
  path,
  predict,
  predictedVersusActual,
  randomState,
  residuals,
  type SolverName,
  type Spec,
  sineTasks,
  stabilityPaths,
  stabilitySelection,
  supportFrequency,
  supportMap,
  type Theme,
  taskCorrelation,
  validationCurve,
} from 'tensor-lasso';

/** A chart of each kind, all of the worked example, by name. */
export async function charts(theme: Theme): Promise<Record<string, Spec>> {
  const { X, Y, coef: truth } = sineTasks(randomState(42));
  const separate = await lasso({ alpha: 0.5, tol: 1e-6 }).fit(X, Y);
  const joint = await multiTaskLasso({ alpha: 1, tol: 1e-6 }).fit(X, Y);
  const fits = [
    { name: 'Lasso', coef: separate.coef },
    { name: 'MultiTaskLasso', coef: joint.coef },
  ];
  const series = [
    { name: 'Ground truth', coef: truth, color: 'seagreen' },
    { name: 'Lasso', coef: separate.coef, color: 'cornflowerblue' },
    { name: 'MultiTaskLasso', coef: joint.coef, color: 'gold' },
  ];
  const record = await collectPath(path(multiTaskLasso, X, Y, { count: 60, eps: 1e-2 }));
  const alone = await collectPath(path(lasso, X, Y, { count: 60, eps: 1e-2 }));
  const chosen = await crossValidate(multiTaskLasso, X, Y, {
    splits: kFold(100, 5, randomState(0)),
    count: 60,
    eps: 1e-2,
  });
  const stable = await stabilitySelection(lasso, X, Y, { q: Infinity, count: 40, eps: 1e-2 });
  const boot = await bootstrap(multiTaskLasso, X, Y, { alpha: 1 });
  const alpha = Number(chosen.oneStandardError.alpha);
  const predicted = { actual: Y, predicted: await predict(joint, X) };
  const solvers: readonly SolverName[] = ['ista', 'fista', 'restartedFista', 'workingSets'];
  const traced = [];
  for (const solver of solvers) {
    const options = { alpha: 0.3, tol: 1e-6, solver, backend: 'wasm', maxIter: 300 };
    await multiTaskLasso(options).fit(X, Y); // compiles what it needs
    traced.push({ name: solver, fit: await multiTaskLasso(options).fit(X, Y, { trace: true }) });
  }
  return {
    'support-map': supportMap(fits, { theme }),
    'support-map-truth': supportMap(fits, { theme, truth, title: 'Found, false and missed' }),
    'coefficient-map': coefficientMap([{ name: 'Ground truth', coef: truth }, ...fits], { theme }),
    'coefficient-series': coefficientSeries(series, { theme, domain: [-1.1, 1.1] }),
    'coefficient-path': coefficientPath(record, { theme, chosen: alpha }),
    'coefficient-path-slider': coefficientPath(alone, {
      theme,
      task: 3,
      linked: 'slider',
      title: 'Task 3 along the path',
    }),
    'coefficient-path-brush': coefficientPath(record, {
      theme,
      x: 'explained',
      linked: 'brush',
      title: 'Over what a brush covers',
    }),
    'validation-curve': validationCurve(chosen, { theme }),
    'stability-paths': stabilityPaths(stable.problems[3]!, {
      theme,
      title: 'Stability paths of task 3',
      threshold: stable.threshold,
    }),
    'support-frequency': supportFrequency(boot.frequencies.values, { theme, threshold: 0.9 }),
    convergence: convergence(traced, { theme }),
    residuals: residuals(predicted, { theme, tasks: [0, 13, 26] }),
    'predicted-versus-actual': predictedVersusActual(predicted, { theme }),
    'task-correlation': taskCorrelation(Y, { theme }),
    'benchmark-chart': benchmarkChart(
      [
        { problem: '40 × LassoCV', peer: 'scikit-learn', ratio: 33, group: 'gap 1e-4' },
        { problem: 'stability selection', peer: 'scikit-learn', ratio: 27, group: 'gap 1e-4' },
        { problem: 'path, 300 × 3000 × 20', peer: 'scikit-learn', ratio: 2.5, group: 'gap 1e-4' },
        { problem: '40 × LassoCV', peer: 'scikit-learn', ratio: 27, group: 'gap 1e-6' },
        { problem: 'path, 300 × 3000 × 20', peer: 'scikit-learn', ratio: 4.4, group: 'gap 1e-6' },
      ],
      { theme },
    ),
  };
}
