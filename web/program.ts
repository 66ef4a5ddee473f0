import type { Settings } from './settings.js';
import { DEFAULTS } from './settings.js';

/** What both fits were asked. */
export interface Alphas {
  readonly lasso: number;
  readonly multiTask: number;
}

/** How the data of some settings are made. */
function dataLines({ samples, features, tasks, relevant, noise, correlation, seed }: Settings): string[] {
  const sizes = Object.entries({ samples, features, tasks, relevant }).filter(
    ([name, value]) => value !== DEFAULTS[name as keyof Settings],
  );
  const options = sizes.length > 0 ? `, { ${sizes.map(([name, value]) => `${name}: ${value}`).join(', ')} }` : '';
  if (noise === 1 && correlation === 0) return [`const { X, Y } = sineTasks(randomState(${seed})${options});`];
  return [
    `const { X: plain, Y: target, coef } = sineTasks(randomState(${seed})${options});`,
    'const x = toRows(plain);',
    ...(correlation > 0
      ? [
          `// neighbouring features have correlation ${correlation}`,
          'const X = x.map((row) => {',
          '  const mixed = row.slice();',
          `  for (let j = 1; j < row.length; j++) mixed[j] = ${correlation} * mixed[j - 1]! + Math.sqrt(1 - ${correlation} ** 2) * row[j]!;`,
          '  return mixed;',
          '});',
        ]
      : ['const X = x;']),
    'const w = toRows(coef);',
    'const signal = (row: number[], t: number): number => row.reduce((sum, value, j) => sum + value * w[t]![j]!, 0);',
    `// noise of standard deviation ${noise}`,
    `const Y = toRows(target).map((row, i) => row.map((y, t) => signal(X[i]!, t) + ${noise} * (y - signal(x[i]!, t))));`,
  ];
}

/** The program that fits what the page shows. */
export function programFor(settings: Settings, { lasso, multiTask }: Alphas, own: boolean): string {
  const { standardize, backend, noise, correlation } = settings;
  const how = [
    ...(standardize ? ['standardize: true'] : []),
    ...(backend === 'auto' ? [] : [`solver: 'restartedFista'`, `backend: '${backend}'`]),
  ];
  const options = (alpha: number): string => `{ ${[`alpha: ${alpha}`, ...how].join(', ')} }`;
  const made = ['randomState', 'sineTasks', ...(noise === 1 && correlation === 0 ? [] : ['toRows'])];
  const imports = ['lasso', 'multiTaskLasso', 'support', ...(own ? [] : made)].sort();
  return [
    `import { ${imports.join(', ')} } from 'tensor-lasso';`,
    '',
    ...(own ? ['declare const X: number[][], Y: number[][]; // yours: a row for each sample'] : dataLines(settings)),
    `const single = await lasso(${options(lasso)}).fit(X, Y);`,
    `const joint = await multiTaskLasso(${options(multiTask)}).fit(X, Y);`,
    'const nonZeros = single.coef.values.filter((w) => w !== 0).length;',
    "console.log('Lasso:', nonZeros, 'non-zero; multi-task Lasso:', support(joint).length, 'features');",
    '',
  ].join('\n');
}
