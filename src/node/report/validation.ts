import { validationCurve } from '../../charts/validation-curve.js';
import type { Choice } from '../../selection/choose.js';
import type { CrossValidation } from '../../selection/cross-validate.js';
import type { PageSection } from '../page.js';
import { pictures } from './fits.js';
import { certificates, question, type ReportOptions, short, shown, supports, warned } from './parts.js';
import { recipe } from './program.js';
import { validationCall } from './validation-call.js';

/** Tasks whose curves are drawn. */
const DRAWN = 3;

/** Why an alpha was chosen. */
function choices({ min, oneStandardError, rule, score, splits, warnings }: CrossValidation): PageSection {
  const row = (name: string, choice: Choice): string[] => [
    name,
    ...(choice.l1Ratio === undefined ? [] : [short(choice.l1Ratio)]),
    shown(choice.alpha),
    shown(choice.score),
  ];
  const ratio = min.l1Ratio === undefined ? [] : ['l1Ratio'];
  const because =
    rule === 'min'
      ? 'the alpha with the best mean score was taken'
      : 'the largest alpha whose mean score is within one standard error of the best was taken';
  return {
    heading: 'Choice of alpha',
    text: `Over ${splits.length} folds ${because}; then all data were fitted with it.${warned(warnings)}`,
    tables: [
      {
        head: ['rule', ...ratio, 'alpha', score],
        body: [row('best', min), row('one standard error', oneStandardError)],
      },
    ],
  };
}

/** What a page says of a cross-validation. */
export function ofValidation(validation: CrossValidation, options: ReportOptions): PageSection[] {
  const { fit, curves, min } = validation;
  const { estimator } = options;
  const named = { name: 'fit', fit, ...(estimator && { estimator }) };
  const tasks = curves.find(({ l1Ratio }) => l1Ratio === min.l1Ratio)!.mean.cols;
  return [
    question([named], options),
    choices(validation),
    { charts: Array.from({ length: Math.min(tasks, DRAWN) }, (_, task) => validationCurve(validation, { task })) },
    certificates([named]),
    ...supports([named], options),
    pictures([named], options),
    recipe(estimator ? [validationCall(validation, estimator)] : []),
  ];
}
