// How the worker's time is shared out, by a clock that tests set by hand.

export interface Clock {
  /** Milliseconds. */
  now(): number
  /** Calls after other messages have had their turn, and not before so many milliseconds. */
  later(call: () => void, ms: number): void
}

/** Something that costs time and can wait: at most this share of the time goes into it. */
export interface Sparing {
  isDue(): boolean
  run<Result>(work: () => Result): Result
}

export function sparing({ now }: Clock, share: number): Sparing {
  let [last, cost] = [Number.NEGATIVE_INFINITY, 0]
  return {
    isDue: () => now() - last >= cost / share,
    run(work) {
      const start = now()
      const result = work()
      last = now()
      cost = last - start
      return result
    },
  }
}

/** How many steps fit into so many milliseconds, learned from those before. */
export interface Gait {
  stepsIn(ms: number): number
  took(steps: number, ms: number): void
}

/** Measured spans are short, so one says little: the number at most grows to so many times as much. */
const mostGrowth = 4

export function gait(): Gait {
  let [perMs, most] = [0, 1]
  return {
    stepsIn: (ms) => Math.max(1, Math.min(most, Math.floor(perMs * ms))),
    took(steps, ms) {
      const measured = steps / Math.max(ms, 0.01)
      perMs = perMs === 0 ? measured : 0.7 * perMs + 0.3 * measured
      most = mostGrowth * steps
    },
  }
}

/** Steps a second over spans of half a second. */
export interface Speedometer {
  add(steps: number): void
  stop(): void
  value(): number
}

const spanMs = 500

export function speedometer({ now }: Clock): Speedometer {
  let [since, steps, value] = [now(), 0, 0]
  return {
    add(count) {
      if (steps === 0 && value === 0) since = now()
      steps += count
      const ms = now() - since
      if (ms >= spanMs || (value === 0 && ms > 0)) value = (1000 * steps) / ms
      if (ms >= spanMs) [since, steps] = [now(), 0]
    },
    stop() {
      steps = value = 0
    },
    value: () => value,
  }
}

/** Steps that are due at a pace: none in advance, and none are made up for after a wait that was not the pace's own. */
export interface Pace {
  due(): number
  took(steps: number): void
  /** Milliseconds until the next step is due. */
  waitMs(): number
}

/** The longest time whose steps are made up for. */
const mostBehindMs = 100

export function pace({ now }: Clock, stepsPerSecond: number): Pace {
  let [since, done] = [now(), 0]
  const due = () => {
    const owed = Math.floor(((now() - since) * stepsPerSecond) / 1000) - done
    return Number.isNaN(owed) ? Number.POSITIVE_INFINITY : owed
  }
  return {
    due,
    took(steps) {
      done += steps
      if (due() > (mostBehindMs * stepsPerSecond) / 1000) [since, done] = [now(), 0]
    },
    waitMs: () => Math.max(0, since + (1000 * (done + 1)) / stepsPerSecond - now()),
  }
}
