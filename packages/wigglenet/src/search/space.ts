// What a search may choose from: for each option a list or a range, and settings drawn from all of them.
import { checkObject, checkWhole, deepFreeze, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { exp, log } from '../number/exponential.ts'
import { randomStream, streams } from '../number/random.ts'

/** Where an option's values come from; plain JSON. */
export type Dimension =
  | { readonly kind: 'choice'; readonly values: readonly unknown[] }
  | { readonly kind: 'uniform' | 'log-uniform' | 'whole'; readonly low: number; readonly high: number }

/** The options that are searched over, by name. */
export type Space = Readonly<Record<string, Dimension>>

/** A value for each option. */
export type Setting = Readonly<Record<string, unknown>>

/** One of these values, each as likely as the others.
 *  Throws:  OptionError for an empty list */
export function choice(values: readonly unknown[]): Dimension {
  if (Array.isArray(values) && values.length > 0) return deepFreeze({ kind: 'choice', values: [...values] })
  throw new OptionError({
    where: 'choice',
    expected: 'there must be a list of values to choose from',
    received: show(values),
    fix: 'Give some, as in choice([16, 32, 64]).',
  })
}

/** A number between two others. */
export const uniform = (low: number, high: number): Dimension => range('uniform', low, high)
/** A number between two others, both above 0, whose logarithm is uniform: as many between 0.001 and 0.01 as between 0.01 and 0.1. */
export const logUniform = (low: number, high: number): Dimension => range('log-uniform', low, high)
/** A whole number from `low` to `high`, both counted. */
export const whole = (low: number, high: number): Dimension => range('whole', low, high)

function range(kind: 'uniform' | 'log-uniform' | 'whole', low: number, high: number): Dimension {
  const fits = Number.isFinite(low) && Number.isFinite(high) && low < high
  const rule = { uniform: true, 'log-uniform': low > 0, whole: Number.isSafeInteger(low) && Number.isSafeInteger(high) }
  if (fits && rule[kind]) return deepFreeze({ kind, low, high })
  const kinds = { uniform: 'two numbers', 'log-uniform': 'two numbers above 0', whole: 'two whole numbers' }
  throw new OptionError({
    where: kind,
    expected: `low and high must be ${kinds[kind]}, the lower one first`,
    received: `${show(low)} and ${show(high)}`,
    fix: 'Give them as in logUniform(1e-4, 0.1).',
  })
}

/** Every combination of the values; of a range so many evenly spaced ones, the ends among them (a range of whole numbers has no more than
 *  there are). The last option changes fastest.
 *  Options: points, of each range, whole, in [2, 1000], default 5
 *  Throws:  OptionError for a bad space, or more than 100,000 settings
 *  Example: gridOf({ rate: logUniform(1e-4, 1e-2), hidden: choice([16, 32]) }, 3).length  // 6  */
export function gridOf(space: Space, points = 5): Setting[] {
  const where = 'gridOf'
  checkWhole(where, 'points', points, '[2, 1000]')
  const lists = checkSpace(where, space).map(([name, dimension]) => [name, spaced(dimension, points)] as const)
  const count = lists.reduce((product, [, values]) => product * values.length, 1)
  checkWhole(where, 'the number of settings', count, '[1, 100000]')
  let settings: Setting[] = [{}]
  for (const [name, values] of lists) {
    settings = settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value })))
  }
  return deepFreeze(settings)
}

/** Settings drawn at random, each option on its own. The first ones are the same however many are asked for.
 *  Options: count, whole, in [1, 100000]; seed, whole, in [0, 2^53 - 1]
 *  Throws:  OptionError for a bad space or count
 *  Source:  Bergstra and Bengio 2012, Journal of Machine Learning Research 13
 *  Example: drawSettings({ rate: logUniform(1e-4, 1e-1) }, 20, 1)  */
export function drawSettings(space: Space, count: number, seed: number): Setting[] {
  const where = 'drawSettings'
  checkWhole(where, 'count', count, '[1, 100000]')
  const dimensions = checkSpace(where, space)
  return deepFreeze(
    Array.from({ length: count }, (_, trial) => {
      const random = randomStream(seed, streams.blocks, trial)
      return Object.fromEntries(dimensions.map(([name, dimension]) => [name, drawn(dimension, random)]))
    }),
  )
}

function checkSpace(where: string, space: Space): [string, Dimension][] {
  const dimensions = Object.entries(checkObject(where, 'the space', space)) as [string, Dimension][]
  const bad = dimensions.find(([, dimension]) => !kinds.includes(dimension?.kind))
  if (dimensions.length > 0 && !bad) return dimensions
  throw new OptionError({
    where,
    expected: `each option must have one of ${kinds.join(', ')}, and there must be an option`,
    received: bad ? `${show(bad[1])} for ${bad[0]}` : 'none',
    fix: 'Give them as in { rate: logUniform(1e-4, 0.1), hidden: choice([16, 32]) }.',
  })
}
const kinds: readonly string[] = ['choice', 'uniform', 'log-uniform', 'whole']

function spaced(dimension: Dimension, points: number): readonly unknown[] {
  if (dimension.kind === 'choice') return dimension.values
  const { kind, low, high } = dimension
  const share = (i: number) => i / (points - 1)
  if (kind === 'uniform') return Array.from({ length: points }, (_, i) => low + share(i) * (high - low))
  if (kind === 'log-uniform') {
    // The ends are as they were given, whatever the rounding between.
    return Array.from({ length: points }, (_, i) =>
      i === 0 ? low : i === points - 1 ? high : rounded(exp(log(low) + share(i) * (log(high) - log(low)))),
    )
  }
  return [...new Set(Array.from({ length: points }, (_, i) => Math.round(low + share(i) * (high - low))))]
}

function drawn(dimension: Dimension, random: ReturnType<typeof randomStream>): unknown {
  switch (dimension.kind) {
    case 'choice':
      return dimension.values[random.below(dimension.values.length)]
    case 'whole':
      return dimension.low + random.below(dimension.high - dimension.low + 1)
    case 'uniform':
      return rounded(dimension.low + random.uniform() * (dimension.high - dimension.low))
    case 'log-uniform':
      return rounded(exp(log(dimension.low) + random.uniform() * (log(dimension.high) - log(dimension.low))))
    default:
      return dimension satisfies never
  }
}

/** Four digits are all that a setting needs, and can be read and typed again. */
const rounded = (value: number): number => Number(value.toPrecision(4))
