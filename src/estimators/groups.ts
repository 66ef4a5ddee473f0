import { shown, shownEntry } from '../arguments/shown.js';
import { type Label, type LabelsInput, toLabels } from '../data/to-labels.js';
import { isList, toVector, type VectorInput } from '../data/to-vector.js';

/** Groups of features: a label for each feature, or the features of each group. */
export type GroupsInput = LabelsInput | readonly VectorInput[];

/** Groups as plain data. */
export interface Groups {
  /** How many features there are. */
  readonly count: number;
  /** Features of each group, in ascending order. */
  readonly features: readonly (readonly number[])[];
  /** How much the norm of each group counts. */
  readonly weights: readonly number[];
}

const EXPECTED = 'groups must hold each feature once, as a label for each or as lists of features';

function refuse(name: string, what: string): never {
  throw new TypeError(`${name}: ${EXPECTED}, ${what}`);
}

function byLabel(labels: readonly Label[]): number[][] {
  const found = new Map<Label, number[]>();
  labels.forEach((label, j) => {
    const own = found.get(label);
    if (own) own.push(j);
    else found.set(label, [j]);
  });
  return [...found.values()];
}

function fromLists(name: string, given: readonly unknown[]): number[][] {
  const lists = Array.from(given, (list, g) => {
    if (!isList(list)) refuse(name, `got ${shownEntry(list)} at ${g} among lists`);
    if (list.length === 0) refuse(name, `got none in groups[${g}]`);
    return Array.from<unknown>(list);
  });
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  const seen = new Uint8Array(count);
  return lists.map((list, g) => {
    const features = list.map((j) => {
      if (typeof j !== 'number' || !(Number.isSafeInteger(j) && j >= 0 && j < count))
        refuse(name, `got ${shownEntry(j)} in groups[${g}] of ${count} in all`);
      if (seen[j]!++ > 0) refuse(name, `got ${j} twice`);
      return j;
    });
    return features.sort((a, b) => a - b);
  });
}

/**
 * @param name - who asks, for the errors
 * @param weights - of each group, in the order of the lists or of first labels. @default the root of its size
 * @throws TypeError for groups that do not hold each feature once, RangeError for weights that are not positive
 */
export function readGroups(name: string, groups: GroupsInput, weights?: VectorInput): Groups {
  if (!isList(groups) || groups.length === 0) refuse(name, `got ${isList(groups) ? 'none' : shown(groups)}`);
  const features = isList(groups[0])
    ? fromLists(name, groups as readonly unknown[])
    : byLabel(toLabels(`${name}: ${EXPECTED}`, groups));
  const expected = {
    what: `${features.length} positive numbers, one a group`,
    length: features.length,
    accepts: (weight: number) => weight > 0 && weight < Infinity,
  };
  const own =
    weights === undefined
      ? features.map((group) => Math.sqrt(group.length))
      : Array.from(toVector(`${name}: groupWeights`, weights, expected));
  return { count: features.reduce((sum, group) => sum + group.length, 0), features, weights: own };
}
