// Timing: several runs of a body after a warm-up, and their median.

/** Median milliseconds of one call of `body`, over `runs` runs of as many calls as take about `leastMs`. */
export function medianMs(
  body: () => void,
  { runs = 5, leastMs = 150 }: { runs?: number; leastMs?: number } = {},
): number {
  const started = performance.now()
  let calls = 0
  while (performance.now() - started < leastMs / 2 || calls < 2) {
    body()
    calls++
  }
  const each = (performance.now() - started) / calls
  const count = Math.max(1, Math.round(leastMs / each))
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    for (let i = 0; i < count; i++) body()
    return (performance.now() - start) / count
  })
  return median(times)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
