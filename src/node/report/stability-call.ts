import { randomState } from '../../random/random-state.js';
import { halfSamples } from '../../selection/half-samples.js';
import type { StabilitySelection } from '../../selection/stability-selection.js';
import { asked, type Call, literal, type Made, unknown } from './program.js';

/** Whether half-samples are those that are drawn if nothing else is asked for. */
function usual(subsamples: readonly Int32Array[], pairs: boolean): boolean {
  const half = subsamples[0]!.length;
  return [2 * half, 2 * half + 1].some((samples) =>
    halfSamples(samples, subsamples.length, randomState(0), pairs).every((own, k) =>
      own.every((i, at) => i === subsamples[k]![at]),
    ),
  );
}

/** The alphas of each step: one where all problems have the same. */
function alphasOf({ problems }: StabilitySelection): (number | number[])[] {
  return problems[0]!.alphas.map((alpha, step) => {
    const own = problems.map(({ alphas }) => alphas[step]!);
    return own.every((each) => each === alpha) ? alpha : own;
  });
}

/** The call that makes a stability selection. */
export function stabilityCall(selection: StabilitySelection, made: Made): Call {
  const { problems, threshold, q, assumption, subsamples } = selection;
  const { name } = made.model;
  const pairs = problems[0]!.simultaneous !== undefined;
  return {
    imports: ['stabilitySelection', name],
    options: [
      { name: 'alphas', above: [`const alphas = ${literal(alphasOf(selection))};`] },
      ...asked(made),
      { name: 'q', value: q ?? Infinity },
      { name: 'threshold', value: threshold },
      { name: 'resamples', value: subsamples.length },
      ...(pairs ? [] : [{ name: 'pairs', value: false }]),
      { name: 'assumption', value: assumption },
      ...(usual(subsamples, pairs) ? [] : [unknown('rng', 'the random state that drew the half-samples')]),
    ],
    call: (options) => `stabilitySelection(${name}, X, Y, ${options})`,
  };
}
