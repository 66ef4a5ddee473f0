/** The least multiple of `of` that is not below the value: lengths of rows, and places, are multiples of what SIMD takes. */
export const multiple = (value: number, of: number): number => Math.ceil(value / of) * of;
