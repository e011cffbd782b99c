// Two weights on their way to the right values, one example a step: the text's zig-zag where inputs are positive.
import {
  dense,
  examples,
  gradientDescent,
  meanSquaredError,
  NumberError,
  network,
  randomStream,
  streams,
  trainer,
} from 'wigglenet'

export interface Path {
  /** Both weights after each step. */
  readonly places: readonly (readonly [number, number])[]
  /** Steps until the weights were within a tenth of the way from their goal, and how long the way was in units of the straight one. */
  readonly steps: number
  readonly detour: number
  /** Share of the steps in which no two weights moved in opposite directions. */
  readonly oneSign: number
}

/** What the weights should become: one must rise and the other fall. */
const goal = [1, -1] as const
const most = 4000
const rates = [0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 1.6, 2.4, 3.2, 4.8, 6.4]

/** Walks to the goal by plain gradient descent on y = x0 - x1, with inputs in [0, 1], or the same inputs less 1/2. A walk that does not
 *  come there has taken 4000 steps.
 *  Throws:  NumberError where the rate is so high that the weights grow without bounds
 *  Example: walk('positive', 0.2, 1).oneSign  // 1  */
export function walk(inputs: 'positive' | 'centred', rate: number, seed: number): Path {
  const random = randomStream(seed, streams.data)
  const shift = inputs === 'positive' ? 0 : 0.5
  const X = Array.from({ length: 200 }, () => [random.uniform() - shift, random.uniform() - shift] as const)
  const data = examples({ X, y: X.map(([x0, x1]) => goal[0] * x0 + goal[1] * x1), task: 'regression' })
  const run = trainer(network(2, [dense(1)]), data, {
    loss: meanSquaredError(),
    optimizer: gradientDescent({ rate }),
    batch: 1,
    seed,
    parameters: { 'scores.W': [0, 0], 'scores.b': [0] },
  })
  const away = ([w0, w1]: readonly [number, number]) => Math.hypot(w0 - goal[0], w1 - goal[1])
  const straight = Math.hypot(...goal)
  const places: [number, number][] = [[0, 0]]
  let [length, alike, moved] = [0, 0, 0]
  while (away(places.at(-1)!) > straight / 10 && places.length <= most) {
    run.step(1)
    const [w0, w1] = run.parameters.get('scores.W') as unknown as [number, number]
    const [from0, from1] = places.at(-1)!
    length += Math.hypot(w0 - from0, w1 - from1)
    if (w0 !== from0 || w1 !== from1) moved++
    if ((w0 - from0) * (w1 - from1) >= 0 && (w0 !== from0 || w1 !== from1)) alike++
    places.push([w0, w1])
  }
  return { places, steps: places.length - 1, detour: length / straight, oneSign: alike / moved }
}

/** The rate, of some, at which the goal is reached in the fewest steps, and these: medians over seeds.
 *  Example: fastest('centred', [1, 2, 3]).steps  */
export function fastest(inputs: 'positive' | 'centred', seeds: readonly number[]): { rate: number; steps: number } {
  const tried = rates.map((rate) => {
    const steps = seeds.map((seed) => stepsOf(inputs, rate, seed)).sort((a, b) => a - b)
    return { rate, steps: steps[Math.floor(steps.length / 2)]! }
  })
  return tried.reduce((best, other) => (other.steps < best.steps ? other : best))
}

/** Steps of a walk; of one that leaves all bounds, the most there are. */
function stepsOf(inputs: 'positive' | 'centred', rate: number, seed: number): number {
  try {
    return walk(inputs, rate, seed).steps
  } catch (error) {
    if (error instanceof NumberError) return most
    throw error
  }
}
