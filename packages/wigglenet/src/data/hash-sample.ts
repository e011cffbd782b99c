// A sample of the rows of a part, by their hashes: those with the least ones, so many at most, whatever their order.

/** Bins of hashes: the sample ends at the edge of one. */
const BINS = 65_536
const WIDTH = 4294967296 / BINS

export interface HashSample {
  /** Tells that there is a row of this hash. */
  count(hash: number): void
  /** Whether a row of this hash is of the sample, when all have been counted; it is then taken. */
  take(hash: number): boolean
  found(): number
}

/** Begins a sample of at most so many rows. */
export function hashSample(most: number): HashSample {
  const bins = new Uint32Array(BINS)
  let found = 0
  let taken = 0
  let below = -1
  const bound = () => {
    let sum = 0
    for (let bin = 0; bin < BINS; bin++) {
      sum += bins[bin]!
      if (sum >= most) return (bin + 1) * WIDTH
    }
    return 4294967296
  }
  return {
    count(hash) {
      found++
      bins[Math.floor(hash / WIDTH)]!++
    },
    take(hash) {
      if (below < 0) below = bound()
      if (hash >= below || taken === most) return false
      taken++
      return true
    },
    found: () => found,
  }
}
