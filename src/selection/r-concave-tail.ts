/**
 * Where shapes are looked for: at the largest the probabilities are all but equal, at the smallest all but 0 beyond 0.
 */
const SHAPES = [1e-9, 1e9] as const;

/** Halvings of that range, on a logarithmic scale: to the last digits. */
const HALVINGS = 60;

/** Steps of the search for a maximum, each of which leaves 0.618 of the range. */
const GOLDEN_STEPS = 50;

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** `Σ_i c(i) (a + i)^power` over i = 0 … count − 1. */
function sum(a: number, power: number, count: number, c: (i: number) => number = () => 1): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += c(i) * (a + i) ** power;
  return total;
}

/** The largest value of a function with a single maximum between two points. */
function largest(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < GOLDEN_STEPS; step++) {
    const part = GOLDEN * (high - low);
    if (f(high - part) > f(low + part)) high = low + part;
    else low = high - part;
  }
  return f((low + high) / 2);
}

/**
 * The most that `P(X ≥ t)` can be for a random number X in {0, …, B} of mean at most m whose distribution f is
 * r-concave, r < 0: `f^r` is convex. It is attained by `f(i) ∝ (a + i)^(1/r)` up to some k, with what is then missing
 * of the mean at k + 1. For each k the a at hand lie between that for which nothing is missing up to k, and that for
 * which nothing is up to k + 1.
 *
 * @returns 1 where t ≤ 2m: there flat distributions reach far enough that nothing better is known
 * @see Shah & Samworth 2013, section 3.3: `D(θ, t/B, B, r)` with θ = m/B
 */
export function rConcaveTail(m: number, t: number, B: number, r: number): number {
  const power = 1 / r;
  const first = Math.ceil(2 * m);
  if (t <= first) return 1;
  /** For which log a the mean of 0 … k is m: the mean grows with a. */
  const shapeOf = (k: number): number => {
    let [low, high] = [Math.log(SHAPES[0]), Math.log(SHAPES[1])];
    for (let step = 0; step < HALVINGS; step++) {
      const a = Math.exp((low + high) / 2);
      if (sum(a, power, k + 1, (i) => i) < m * sum(a, power, k + 1)) low = Math.log(a);
      else high = Math.log(a);
    }
    return (low + high) / 2;
  };
  let [most, upper] = [0, shapeOf(Math.max(first, t - 1))];
  for (let k = Math.max(first, t - 1); k < B; k++) {
    const lower = shapeOf(k + 1);
    const tail = (shape: number): number => {
      const a = Math.exp(shape);
      return 1 - ((k + 1 - m) * sum(a, power, t)) / sum(a, power, k + 1, (i) => k + 1 - i);
    };
    most = Math.max(most, largest(tail, lower, upper));
    upper = lower;
  }
  return most;
}
