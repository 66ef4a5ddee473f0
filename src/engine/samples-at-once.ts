/** Numbers of X that pass through the arena at a time: they stay in the second cache. */
const CHUNK = 2 ** 16;

/** Samples of p features, a multiple of 16, that pass through the arena at a time. */
export const samplesAtOnce = (p: number): number => 16 * Math.max(1, Math.floor(CHUNK / p / 16));
