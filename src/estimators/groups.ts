/** Groups of features: a label for each feature, or the features of each group. */
export type GroupsInput = ArrayLike<number | string> | readonly (readonly number[])[];

/** Groups as plain data. */
export interface Groups {
  /** How many features there are. */
  readonly count: number;
  /** Features of each group, in ascending order. */
  readonly features: readonly (readonly number[])[];
  /** How much the norm of each group counts. */
  readonly weights: readonly number[];
}

function refuse(name: string, what: string): never {
  throw new TypeError(
    `${name}: groups must hold each feature once, as a label for each or as lists of features, ${what}`,
  );
}

function byLabel(labels: ArrayLike<number | string>): number[][] {
  const found = new Map<number | string, number[]>();
  Array.from(labels).forEach((label, j) => {
    const own = found.get(label);
    if (own) own.push(j);
    else found.set(label, [j]);
  });
  return [...found.values()];
}

function fromLists(name: string, lists: readonly (readonly number[])[]): number[][] {
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  const seen = new Uint8Array(count);
  lists.forEach((list, g) => {
    if (list.length === 0) refuse(name, `got none in groups[${g}]`);
    for (const j of list) {
      if (!(Number.isSafeInteger(j) && j >= 0 && j < count))
        refuse(name, `got ${j} in groups[${g}] of ${count} in all`);
      if (seen[j]!++ > 0) refuse(name, `got ${j} twice`);
    }
  });
  return lists.map((list) => [...list].sort((a, b) => a - b));
}

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

/**
 * @param name - who asks, for the errors
 * @param weights - of each group, in the order of the lists or of first labels. @default the root of its size
 * @throws TypeError for groups that do not hold each feature once, RangeError for weights that are not positive
 */
export function readGroups(name: string, groups: GroupsInput, weights?: ArrayLike<number>): Groups {
  if (!isList(groups) || groups.length === 0) refuse(name, `got ${isList(groups) ? 'none' : String(groups)}`);
  const lists = Array.from<unknown>(groups).every(isList);
  const features = lists
    ? fromLists(name, groups as readonly (readonly number[])[])
    : byLabel(groups as ArrayLike<number | string>);
  const own = weights ? Array.from(weights) : features.map((group) => Math.sqrt(group.length));
  if (own.length !== features.length) {
    throw new TypeError(`${name}: groupWeights must have ${features.length} numbers, one a group, got ${own.length}`);
  }
  const bad = own.findIndex((weight) => !(weight > 0 && weight < Infinity));
  if (bad >= 0) throw new RangeError(`${name}: groupWeights[${bad}] must be a positive number, got ${own[bad]}`);
  return { count: features.reduce((sum, group) => sum + group.length, 0), features, weights: own };
}
