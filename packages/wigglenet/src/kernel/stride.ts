// How the rows of a buffer are padded. Part of the plan, since the words of noise and dropout are numbered by it.

/** Float32 numbers from row to row: whole vectors of four, and never a multiple of 4096 bytes, which would crowd one set of the cache. */
export function strideOf(columns: number): number {
  const whole = Math.ceil(columns / 4) * 4
  return whole % 1024 === 0 ? whole + 16 : whole
}
