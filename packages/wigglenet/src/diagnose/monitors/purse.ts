// The time that the monitors of a run may take, where no schedule is stated: a first look each, and then all together a share of the run.

/** The most of a run's time, once it is a second old; of a shorter run so much of a second. */
const timeShare = 0.03
const graceMs = 1000
/** A first look, in which the engine meets new code, tells that the next one takes about so much of it. */
const nextShare = 1 / 4

export interface Purse {
  /** Milliseconds that were not spent on looks. */
  trainedMs(): number
  /** Whether this monitor may look at this step: all of them or none, so that a cheap one leaves time to the others. */
  opens(monitor: object, step: number): boolean
  /** Runs a look and pays for it. */
  pay<Result>(monitor: object, look: () => Result): Result
}

/** By a clock in ms. */
export function purse(now: () => number): Purse {
  const opened = now()
  /** What the next look of each may take. */
  const costs = new Map<object, number>()
  let spentMs = 0
  let round = { step: -1, open: true }
  let closedUntil = 0 // a step: asking takes time too, in runs whose epochs take less than a millisecond
  const trainedMs = () => now() - opened - spentMs

  return {
    trainedMs,
    opens(monitor, step) {
      if (!costs.has(monitor)) return true
      if (step < closedUntil) return false
      if (step !== round.step) {
        const trained = trainedMs()
        const allowedMs = timeShare * Math.max(graceMs, trained)
        const lackMs = spentMs + [...costs.values()].reduce((sum, cost) => sum + cost, 0) - allowedMs
        round = { step, open: lackMs <= 0 }
        // Half of the steps that it takes at the pace so far.
        if (lackMs > 0 && trained > 0) closedUntil = step + Math.floor((step * lackMs) / timeShare / trained / 2)
      }
      return round.open
    },
    pay(monitor, look) {
      const started = now()
      const result = look()
      const tookMs = now() - started
      spentMs += tookMs
      const expected = costs.get(monitor)
      // The fastest look tells what the next may take: others have been held up.
      costs.set(monitor, expected === undefined ? nextShare * tookMs : Math.min(tookMs, expected))
      return result
    },
  }
}
