/** Random numbers. */
export interface Chance {
  /** From 0 to 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  pick<T>(values: readonly T[]): T;
  happens(probability: number): boolean;
}

/** Four words that depend on all of a text. */
function words(text: string): Uint32Array<ArrayBuffer> {
  let hash = 0x811c9dc5;
  return Uint32Array.from({ length: 4 }, (_, k) => {
    for (const letter of `${text}${k}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    hash ^= hash >>> 13;
    return hash;
  });
}

/**
 * A stream of random numbers of a seed, the same each time; those of other streams do not depend on how many are taken.
 *
 * @see Doty-Humphrey, PractRand: sfc32
 */
export function chance(seed: number, stream: string): Chance {
  let [a, b, c, count] = words(`${stream} ${seed} `) as unknown as [number, number, number, number];
  const next = (): number => {
    const sum = (a + b + count++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let k = 0; k < 16; k++) next();
  const uniform = (): number => (next() + 0.5) / 2 ** 32;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (values) => values[Math.floor(uniform() * values.length)]!,
    happens: (probability) => uniform() < probability,
  };
}
