import { coefficientMap } from '../../charts/coefficient-map.js';
import { predictedVersusActual } from '../../charts/predicted-versus-actual.js';
import { residuals } from '../../charts/residuals.js';
import type { Spec } from '../../charts/spec.js';
import { supportMap } from '../../charts/support-map.js';
import { predictions } from '../../estimators/linear-fit.js';
import type { PageSection } from '../page.js';
import {
  asked,
  certificates,
  type NamedFit,
  optionsText,
  question,
  type ReportOptions,
  recipe,
  supports,
} from './parts.js';

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

/** What a page says of fits. */
export function ofFits(fits: readonly NamedFit[], options: ReportOptions): PageSection[] {
  const made = fits.filter(({ estimator }) => estimator);
  const lines = made.map(
    ({ estimator }) => `await ${estimator!.model.name}(${optionsText(asked(estimator!))}).fit(X, Y);`,
  );
  const imports = made.map(({ estimator }) => estimator!.model.name);
  return [
    question(fits, options),
    certificates(fits),
    ...supports(fits, options),
    pictures(fits, options),
    recipe(lines, imports),
  ];
}
