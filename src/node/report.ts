import { basename, dirname } from 'node:path';
import { check } from '../arguments/check.js';
import { text } from '../arguments/rules.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import { type PageSection, page } from './page.js';
import { ofFits } from './report/fits.js';
import type { NamedFit, ReportOptions } from './report/parts.js';
import { checkReport, type Reported } from './report/reported.js';
import { ofStability } from './report/stability.js';
import { ofValidation } from './report/validation.js';
import { writeFiles } from './write-files.js';

const TITLES = {
  fit: 'A sparse linear model',
  validation: 'Choosing alpha by cross-validation',
  stability: 'Stability selection',
};

function contentOf(what: Reported, options: ReportOptions): { title: string; sections: PageSection[] } {
  if (Array.isArray(what)) return { title: TITLES.fit, sections: ofFits(what as readonly NamedFit[], options) };
  if ('curves' in what) return { title: TITLES.validation, sections: ofValidation(what, options) };
  if ('subsamples' in what) return { title: TITLES.stability, sections: ofStability(what, options) };
  const { estimator } = options;
  const named = { name: estimator?.model.name ?? 'fit', fit: what as LinearFit, ...(estimator && { estimator }) };
  return { title: TITLES.fit, sections: ofFits([named], options) };
}

/**
 * The page of `report`, as text.
 *
 * @throws TypeError for what a report cannot be of, and options that are not what they must be
 */
export async function reportPage(what: Reported, options: ReportOptions = {}): Promise<string> {
  checkReport('reportPage', what, options);
  return written(what, options);
}

function written(what: Reported, options: ReportOptions): Promise<string> {
  const { title, estimator: _, X: _X, Y: _Y, names: _names, ...own } = options;
  const content = contentOf(what, options);
  return page({ ...own, title: title ?? content.title, sections: content.sections });
}

/**
 * Writes one page that works offline: what was asked, the shape of the data, why alpha was chosen, the support, the certificate, charts, and
 * how to reproduce it.
 *
 * @param what - a fit or several, a cross-validation, or a stability selection
 * @param file - ending in .html
 * @throws RangeError for another extension; TypeError as `reportPage` does; Error if the file cannot be written
 */
export async function report(what: Reported, file: string, options: ReportOptions = {}): Promise<void> {
  check('report', 'file', file, text);
  checkReport('report', what, options);
  if (!file.endsWith('.html')) throw new RangeError(`report: file must end in .html, got ${basename(file)}`);
  await writeFiles(dirname(file), { [basename(file)]: await written(what, options) });
}
