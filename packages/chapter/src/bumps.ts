// The text's other universal approximator: a sum of indicator bumps, g(x) = Σ c·1(a < x < b), placed as well as it can be.

/** A constant over places from `from` up to, but without, `to`. */
export interface Step {
  readonly from: number
  readonly to: number
  readonly height: number
}

/** The staircase of at most `pieces` steps that is nearest to some values, in the largest difference: exact, for values at these places.
 *  Formula: a step from i to j differs by (max - min)/2; the least largest difference is found by halving, each step being as long as it allows
 *  Shapes:  values (places)
 *  Example: nearestSteps([0, 1, 2, 3], 2).error  // 0.5  */
export function nearestSteps(
  values: ArrayLike<number>,
  pieces: number,
): { readonly steps: Step[]; readonly error: number } {
  let [low, high] = [0, greedy(values, Infinity)[0]!.error]
  while (high - low > 1e-9 * (1 + high)) {
    const middle = (low + high) / 2
    if (greedy(values, middle).length <= pieces) high = middle
    else low = middle
  }
  const steps = greedy(values, high)
  return { steps, error: Math.max(...steps.map(({ error }) => error)) }
}

function greedy(values: ArrayLike<number>, allowed: number): (Step & { readonly error: number })[] {
  const steps: (Step & { readonly error: number })[] = []
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
