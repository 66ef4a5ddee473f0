import { checkOptions } from '../arguments/check.js';
import { type Rules, texts } from '../arguments/rules.js';
import { toVector, type VectorInput } from '../data/to-vector.js';
import { checkNames, featureNames, largest, ruleAt } from './axes.js';
import { LEVEL, MOST, PLOT_RULES } from './checks.js';
import { base, PALETTES, type PlotOptions, type Spec, titled } from './spec.js';
import { namedBy, nameList } from './texts.js';

export interface SupportFrequencyOptions extends Omit<PlotOptions, 'height'> {
  /** Bars that reach it stand out. @default none do */
  threshold?: number;
  /** Features with a bar: those that are selected most often. @default 40 */
  most?: number;
  /** Of all features. @default 'feature 0', … */
  names?: readonly string[];
}

const { height: _, ...BARS } = PLOT_RULES;

const RULES: Rules<SupportFrequencyOptions> = { ...BARS, threshold: LEVEL, most: MOST, names: texts };

const PARTS = { what: 'a list of numbers from 0 to 1', accepts: (part: number): boolean => part >= 0 && part <= 1 };

/**
 * How often features are selected, a bar for each, most often first.
 *
 * @param parts - of each feature, between 0 and 1: a row of the `frequencies` of `bootstrap`, or the `largest` of a problem of
 *   `stabilitySelection`
 * @throws TypeError for names that do not fit
 */
export function supportFrequency(parts: VectorInput, options: SupportFrequencyOptions = {}): Spec {
  checkOptions('supportFrequency', options, RULES);
  const frequencies = toVector('supportFrequency: frequencies', parts, PARTS);
  const { threshold, most = 40, names: given, theme = 'light', width = 420 } = options;
  const { title = 'How often features are selected' } = options;
  checkNames('supportFrequency', given, frequencies.length);
  const all = featureNames(frequencies.length, given);
  const ever = Array.from(frequencies).filter((part) => part > 0).length;
  const places = largest(frequencies, most).filter((j) => frequencies[j]! > 0);
  const rows = places.map((j, place) => ({
    _place: place,
    feature: all[j]!,
    part: frequencies[j]!,
    reaches: threshold !== undefined && frequencies[j]! >= threshold,
  }));
  const names = rows.map(({ feature }) => feature);
  const { ink, faint, colours } = PALETTES[theme];
  const notes = places.length < ever ? [`the first ${places.length} of ${ever} that are ever selected`] : [];
  return {
    ...base(
      `${title}: a bar for each of ${rows.length} features${threshold === undefined ? '' : `, ${rows.filter(({ reaches }) => reaches).length} of which reach ${threshold}`}.`,
      theme,
    ),
    title: titled(title, ...notes),
    params: [nameList('names', names)],
    width,
    height: { step: 15 },
    layer: [
      {
        data: { values: rows },
        mark: { type: 'bar' },
        encoding: {
          x: {
            field: 'part',
            type: 'quantitative',
            title: 'selected by this part',
            scale: { domain: [0, 1] },
            axis: { grid: false, format: '.0%' },
          },
          y: { field: '_place', type: 'nominal', title: null, axis: { labelLimit: 160, ...namedBy('names', names) } },
          color:
            threshold === undefined
              ? { value: colours[0] }
              : { condition: { test: 'datum.reaches', value: colours[0] }, value: faint },
          tooltip: [
            { field: 'feature', type: 'nominal', title: 'feature' },
            { field: 'part', type: 'quantitative', title: 'selected by', format: '.1%' },
          ],
        },
      },
      ...(threshold === undefined ? [] : [ruleAt('x', threshold, ink, true)]),
    ],
  } as Spec;
}
