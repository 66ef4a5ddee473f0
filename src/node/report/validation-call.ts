import { gridOf } from '../../selection/alpha-grid.js';
import type { Curve } from '../../selection/choose.js';
import type { CrossValidation } from '../../selection/cross-validate.js';
import { kFold, type Split } from '../../selection/splits.js';
import { asked, type Call, literal, type Made, type Option, unknown } from './program.js';

const equal = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, i) => value === b[i]);

/** How many samples there are, if splits are what `kFold` makes of them without a random state. */
function consecutive(splits: readonly Split[]): number | undefined {
  const samples = splits[0]!.train.length + splits[0]!.test.length;
  if (samples < splits.length) return undefined;
  const folds = kFold(samples, splits.length);
  const same = splits.every(({ train, test }, k) => equal(train, folds[k]!.train) && equal(test, folds[k]!.test));
  return same ? samples : undefined;
}

function splitsOption(splits: readonly Split[], samples: number | undefined): Option {
  const places = (of: ArrayLike<number>): string => `Int32Array.from(${literal(of)})`;
  const above =
    samples === undefined
      ? [
          'const splits = [',
          ...splits.map(({ train, test }) => `  { train: ${places(train)}, test: ${places(test)} },`),
          '];',
        ]
      : [`const splits = kFold(${samples}, ${splits.length});`];
  return { name: 'splits', above };
}

/**
 * The alphas of curves: where all have the same, those; else they are grids, of which the record does not hold `eps`. Any that makes
 * the same grids will do, and it is among the roundings of the last alpha by the first one.
 */
function alphaOptions(curves: readonly Curve[]): Option[] {
  const { alphas } = curves[0]!;
  const count = alphas.length;
  const all = alphas.flat();
  if (all.length === count && curves.every((curve) => equal(curve.alphas.flat(), all))) {
    return [{ name: 'alphas', above: [`const alphas = ${literal(all)};`] }];
  }
  const [first, last] = [alphas[0]!, alphas.at(-1)!];
  const task = first.indexOf(first.reduce((most, alpha) => Math.max(most, alpha)));
  const ratio = last[task]! / first[task]!;
  const roundings = Array.from({ length: 17 }, (_, k) => Number(ratio.toPrecision(k + 1)));
  const makes = (eps: number): boolean =>
    curves.every((curve) => equal(curve.alphas.flat(), gridOf(curve.alphas[0]!, { eps, count }, 'alphaGrid').flat()));
  const eps = [1e-3, ...roundings].find((part) => part > 0 && part <= 1 && makes(part));
  return [
    ...(eps === undefined ? [unknown('eps', 'the smallest alpha as a part of the largest')] : []),
    ...(eps === undefined || eps === 1e-3 ? [] : [{ name: 'eps', value: eps }]),
    ...(count === 100 ? [] : [{ name: 'count', value: count }]),
  ];
}

/** The call that makes a cross-validation. */
export function validationCall({ curves, splits, rule, score, fit }: CrossValidation, made: Made): Call {
  const { name, joint } = made.model;
  const samples = consecutive(splits);
  const ratios = curves.flatMap(({ l1Ratio }) => l1Ratio ?? []);
  // Tasks that are one problem have one alpha anyway; with ratios it may be for some of them only that they are.
  const together =
    fit.coef.rows > 1 && curves.every(({ mean, alphas }) => mean.cols === 1 && alphas.every((own) => own.length === 1));
  const perTask = together && !(joint && ratios.length === 0) ? [{ name: 'perTask', value: false }] : [];
  const own = asked(made).filter((option) => !(option.name === 'l1Ratio' && ratios.length > 0));
  return {
    imports: ['crossValidate', name, ...(samples === undefined ? [] : ['kFold'])],
    options: [
      splitsOption(splits, samples),
      ...alphaOptions(curves),
      ...(ratios.length > 0 ? [{ name: 'l1Ratios', value: ratios }] : []),
      ...perTask,
      ...own,
      { name: 'rule', value: rule },
      { name: 'score', value: score },
    ],
    call: (options) => `crossValidate(${name}, X, Y, ${options})`,
  };
}
