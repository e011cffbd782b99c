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

/** Every batch of an epoch in a peer's own form, made before anything is timed; the function gives the next one. */
export function batchesAs(job, make) {
  const next = batchesOf(job)
  const made = Array.from({ length: Math.ceil(job.rows / job.batch) }, () => make(next()))
  let at = 0
  return () => made[at++ % made.length]
}

/** Remembers what `make` gives for a row: each is converted at its first use, which costs little beside a step of those who take single rows. */
export function kept(make) {
  const found = new Map()
  return (row) => {
    let value = found.get(row)
    if (value === undefined) found.set(row, (value = make(row)))
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
