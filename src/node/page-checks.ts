import { check, checkOptions } from '../arguments/check.js';
import { any, type Rule, type Rules, text } from '../arguments/rules.js';
import { checkCharts, checkTables } from './checks.js';
import type { PageContent, PageSection } from './page.js';

/** Tables and charts have rules of their own. */
const SHARED: Rules<Omit<PageSection, 'heading' | 'text'>> = { tables: any, charts: any, code: text };

const SECTION_RULES: Rules<PageSection> = { heading: text, text, ...SHARED };

const SECTIONS: Rule = { accepts: (value) => Array.isArray(value), expected: 'a list of sections', error: TypeError };

/** What content of a page must be. */
export const CONTENT_RULES: Rules<PageContent> = { title: text, lead: text, sections: SECTIONS, ...SHARED };

/** @throws TypeError for content that is not what it must be */
export function checkContent(content: PageContent): void {
  checkOptions('page', content, CONTENT_RULES, 'content');
  check('page', 'title', content.title, text);
  checkTables('page', 'tables', content.tables);
  checkCharts('page', 'charts', content.charts);
  for (const [k, section] of (content.sections ?? []).entries()) {
    const what = `sections[${k}]`;
    checkOptions('page', section, SECTION_RULES, what);
    checkTables('page', `${what}.tables`, section.tables);
    checkCharts('page', `${what}.charts`, section.charts);
  }
}
