// The text's other universal approximator: a sum of indicator bumps, g(x) = Σ c·1(a < x < b), placed side by side as well as it can be.
import { checkWhole, deepFreeze, show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'

/** A constant over places from `from` up to, but without, `to`. */
export interface StairStep {
  readonly from: number
  readonly to: number
  readonly height: number
}

/** Steps that follow one another without a gap, and the largest difference from the values. */
export interface Staircase {
  readonly kind: 'staircase'
  readonly steps: readonly StairStep[]
  readonly error: number
}

/** The staircase of at most `pieces` steps that is nearest to some values, in the largest difference: what a sum of that many bumps side by
 *  side can do. Exact, for values at these places.
 *  Formula: a step from i to j differs by (max - min)/2; the least largest difference is found by halving, each step being as long as it allows
 *  Shapes:  values (places)
 *  Throws:  OptionError for a number of pieces that is not whole, in [1, ∞); DataError for no values, or one that is not finite
 *  Source:  CS231n Neural Networks 1, "Representational power"
 *  Example: nearestSteps([0, 1, 2, 3], 2).error  // 0.5  */
export function nearestSteps(values: ArrayLike<number>, pieces: number): Staircase {
  const where = 'nearestSteps'
  checkWhole(where, 'pieces', pieces, '[1, ∞)')
  checkValues(where, values)
  let [low, high] = [0, greedy(values, Infinity)[0]!.error]
  while (high - low > 1e-9 * (1 + high)) {
    const middle = (low + high) / 2
    if (greedy(values, middle).length <= pieces) high = middle
    else low = middle
  }
  const steps = greedy(values, high)
  return deepFreeze({
    kind: 'staircase',
    steps: steps.map(({ from, to, height }) => ({ from, to, height })),
    error: Math.max(...steps.map(({ error }) => error)),
  })
}

function checkValues(where: string, values: ArrayLike<number>): void {
  const bad = Array.prototype.findIndex.call(values, (value) => !Number.isFinite(value))
  if (values.length > 0 && bad < 0) return
  throw new DataError({
    where,
    expected: 'values must be finite numbers, at least one',
    received: values.length === 0 ? 'none' : `values[${bad}] = ${show(values[bad])}`,
    fix: 'Leave out the places where there is no value.',
  })
}

function greedy(values: ArrayLike<number>, allowed: number): (StairStep & { readonly error: number })[] {
  const steps: (StairStep & { readonly error: number })[] = []
  let [from, least, most] = [0, values[0]!, values[0]!]
  const close = (to: number) => steps.push({ from, to, height: (least + most) / 2, error: (most - least) / 2 })
  for (let i = 1; i < values.length; i++) {
    const [lower, upper] = [Math.min(least, values[i]!), Math.max(most, values[i]!)]
    if ((upper - lower) / 2 > allowed) {
      close(i)
      ;[from, least, most] = [i, values[i]!, values[i]!]
    } else [least, most] = [lower, upper]
  }
  close(values.length)
  return steps
}
