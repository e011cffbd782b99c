// L-BFGS: no update rule but a loop of its own, which asks for the loss and its gradient where it wants them.
// Only + - × ÷ and square roots: the same bits on every machine.

/** What a function to make small gives at a point. */
export interface Measured {
  readonly value: number
  readonly gradient: Float64Array
}

/** A function to make small. It may round the point in place, to what it can hold. */
export type Evaluate<Found extends Measured> = (x: Float64Array) => Found

/** Where an iteration has come to, with all that the function gave there. */
export type Iterate<Found extends Measured> = Found & {
  readonly x: Float64Array
  /** The length of the step along its direction, and how often the function was asked for on the way. */
  readonly step: number
  readonly evaluations: number
}

/** Sufficient decrease, and how flat the end of a step must be. */
const [decrease, flatness] = [1e-4, 0.9]
/** Points that one line search may try. */
const mostTries = 30

/** The way down from `start`, an iterate after another, without end but where no step lowers the value any more.
 *  Options: memory, pairs of steps and changes of the gradient that the curvature is guessed from
 *  Source:  Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5; strong Wolfe conditions by 3.5 and 3.6  */
export function* lbfgs<Found extends Measured>(
  start: Iterate<Found>,
  evaluate: Evaluate<Found>,
  memory: number,
): Generator<Iterate<Found>, void> {
  let now = start
  let pairs: Pair[] = []
  while (true) {
    const found = stepFrom(now, pairs, evaluate)
    if (!found) {
      if (pairs.length === 0) return
      pairs = [] // what was guessed of the curvature may mislead: once more, straight down
      continue
    }
    const s = difference(found.x, now.x)
    const y = difference(found.gradient, now.gradient)
    const curvature = dot(s, y)
    if (curvature > 1e-12 * dot(y, y)) pairs = [...pairs, { s, y, curvature }].slice(-memory)
    now = found
    yield now
  }
}

interface Pair {
  readonly s: Float64Array
  readonly y: Float64Array
  /** s·y */
  readonly curvature: number
}

/** Algorithm 7.4: -H·gradient, with H guessed from the pairs. */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((g) => -g)
  const shares = new Float64Array(pairs.length)
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, curvature } = pairs[i]!
    shares[i] = dot(s, q) / curvature
    addScaled(q, -shares[i]!, y)
  }
  const last = pairs.at(-1)
  if (last) scale(q, last.curvature / dot(last.y, last.y))
  pairs.forEach(({ s, y, curvature }, i) => addScaled(q, shares[i]! - dot(y, q) / curvature, s))
  return q
}

/** A place on the line of a search. */
type Place<Found extends Measured> = Iterate<Found> & { readonly slope: number }

/** A step that meets the strong Wolfe conditions, or the lowest one found; none where nothing is lower. */
function stepFrom<Found extends Measured>(
  from: Iterate<Found>,
  pairs: readonly Pair[],
  evaluate: Evaluate<Found>,
): Iterate<Found> | undefined {
  const direction = directionOf(from.gradient, pairs)
  const first: Place<Found> = { ...from, step: 0, evaluations: 0, slope: dot(from.gradient, direction) }
  if (!(first.slope < 0)) return undefined
  let evaluations = 0
  const at = (step: number): Place<Found> => {
    const x = from.x.slice()
    addScaled(x, step, direction)
    const found = evaluate(x)
    return { ...found, x, step, evaluations: ++evaluations, slope: dot(found.gradient, direction) }
  }
  // A number that is not finite is too high.
  const tooHigh = (place: Place<Found>) => !(place.value <= from.value + decrease * place.step * first.slope)
  const flatEnough = (place: Place<Found>) => Math.abs(place.slope) <= -flatness * first.slope

  /** Algorithm 3.6: between two places, of which `low` is the lower one and its slope points to the other. */
  const between = (low: Place<Found>, high: Place<Found>): Place<Found> | undefined => {
    while (evaluations < mostTries && Math.abs(high.step - low.step) > 1e-12 * low.step) {
      const place = at(lowestBetween(low, high))
      if (tooHigh(place) || place.value >= low.value) {
        high = place
        continue
      }
      if (flatEnough(place)) return place
      if (place.slope * (high.step - low.step) >= 0) high = low
      low = place
    }
    return low.step > 0 && low.value < from.value ? { ...low, evaluations } : undefined
  }

  // Nothing is known of the scale before the first pair.
  let step = pairs.length > 0 ? 1 : Math.min(1, 1 / from.gradient.reduce((sum, g) => sum + Math.abs(g), 0))
  for (let before = first; evaluations < mostTries; step *= 2) {
    const place = at(step)
    if (tooHigh(place) || (before.step > 0 && place.value >= before.value)) return between(before, place)
    if (flatEnough(place)) return place
    if (place.slope >= 0) return between(place, before)
    before = place
  }
  return undefined
}

/** Where the cubic through two values and slopes is lowest, a tenth of the way at least from either end; the middle where it tells nothing. */
function lowestBetween(low: Place<Measured>, high: Place<Measured>): number {
  const width = high.step - low.step
  const bend = low.slope + high.slope - (3 * (high.value - low.value)) / width
  const root = Math.sqrt(bend * bend - low.slope * high.slope) * Math.sign(width)
  const share = 1 - (high.slope + root - bend) / (high.slope - low.slope + 2 * root)
  const inside = share >= 0.1 && share <= 0.9 ? share : share < 0.1 ? 0.1 : share > 0.9 ? 0.9 : 0.5
  return low.step + inside * width
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function addScaled(into: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * values[i]!
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor
}

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!)
