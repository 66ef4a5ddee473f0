import { coefficientMap } from '../../charts/coefficient-map.js';
import { predictedVersusActual } from '../../charts/predicted-versus-actual.js';
import { residuals } from '../../charts/residuals.js';
import type { Spec } from '../../charts/spec.js';
import { supportMap } from '../../charts/support-map.js';
import { type LinearFit, predictions } from '../../estimators/linear-fit.js';
import type { PageSection } from '../page.js';
import { certificates, type NamedFit, question, type ReportOptions, supports } from './parts.js';
import { asked, recipe } from './program.js';

/** Where coefficients are, how large, and what is left of Y. */
export function pictures(fits: readonly NamedFit[], { X, Y }: ReportOptions): PageSection {
  const coefficients = fits.map(({ name, fit }) => ({ name, coef: fit.coef }));
  const [last] = fits.slice(-1);
  const data = X && Y && last && { actual: Y, predicted: predictions(last.fit, X) };
  const charts: Spec[] = [
    supportMap(coefficients),
    coefficientMap(coefficients),
    ...(data
      ? [
          predictedVersusActual(data, { title: `${last.name}: predicted and actual` }),
          residuals(data, { title: `${last.name}: residuals` }),
        ]
      : []),
  ];
  return { heading: 'Coefficients', charts };
}

/** One number where all problems have the same. */
function alphaOf({ problems }: LinearFit): number | number[] {
  const alphas = problems.map(({ alpha }) => alpha);
  return alphas.every((alpha) => Object.is(alpha, alphas[0])) ? alphas[0]! : alphas;
}

/** What a page says of fits. */
export function ofFits(fits: readonly NamedFit[], options: ReportOptions): PageSection[] {
  const calls = fits.flatMap(({ fit, estimator }) => {
    if (!estimator) return [];
    const { name } = estimator.model;
    return [
      {
        imports: [name],
        options: [{ name: 'alpha', value: alphaOf(fit) }, ...asked(estimator)],
        call: (own: string) => `${name}(${own}).fit(X, Y)`,
      },
    ];
  });
  return [
    question(fits, options),
    certificates(fits),
    ...supports(fits, options),
    pictures(fits, options),
    recipe(calls),
  ];
}
