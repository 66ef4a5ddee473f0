/** Whether a start, of that objective, is worse than W = 0 by more than rounding, or beyond float64: then nothing is gained by it. */
export const isWorse = (objective: number, atZero: number): boolean => !(objective <= (1 + 1e-9) * atZero);
