// The rows of a job in their order, batch by batch, again and again; the last batch of an epoch may be shorter.

export function batchesOf({ rows, batch }) {
  let at = 0
  return () => {
    const from = at
    at = Math.min(from + batch, rows)
    const to = at
    if (at === rows) at = 0
    return { from, to, rows: to - from }
  }
}

/** Remembers what `make` gives for a batch or a row, so that rows are converted to a peer's own form once, outside its timed steps. */
export function kept(make) {
  const found = new Map()
  return (key, ...rest) => {
    let value = found.get(key)
    if (value === undefined) found.set(key, (value = make(key, ...rest)))
    return value
  }
}

/** Class numbers as rows of 0 and 1; a single output stays what it is. */
export function oneHot(y, from, to, classes) {
  if (classes === 1) return y.slice(from, to)
  const out = new Float32Array((to - from) * classes)
  for (let row = from; row < to; row++) out[(row - from) * classes + y[row]] = 1
  return out
}
