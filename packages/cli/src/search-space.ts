// What is typed after --over → the space of a search. The values are read as the flag of `train` of that name reads its own.
import type { Option } from 'commander'
import { choice, type Dimension, logUniform, OptionError, type Space, uniform, whole } from 'wigglenet'
import { readingNames } from './commands/training-flags.ts'
import { placed } from './failure.ts'

/** Settings that say which rows judge, by which loss, how long is trained and where: the same for all trials. */
const fixed = [
  'classWeights',
  'labelSmoothing',
  'test',
  'validation',
  'seed',
  'epochs',
  'patience',
  'device',
  'fast',
  'folds',
  'out',
  'resume',
  'json',
]
const LIST = /\|/
const RANGE = /^(?:(log|whole):)?([^:]+)\.\.([^:]+)$/

/** The flags of `train` that can be searched over, by name. */
export function searchable(options: readonly Option[]): ReadonlyMap<string, Option> {
  const left = options.filter((option) => !option.isBoolean() && !option.negate)
  const named = left.map((option) => [option.attributeName(), option] as const)
  return new Map(named.filter(([name]) => !fixed.includes(name) && !readingNames.includes(name)))
}

/** `rate=log:1e-4..1e-1`, `hidden=16|64|64,64`, `dropout=0..0.5`, `batch=whole:8..64`.
 *  Throws:  OptionError for an option that train has not, a text that is no range or list, or a value that the flag refuses */
export function readSpace(texts: readonly string[], flags: ReadonlyMap<string, Option>): Space {
  const space: Record<string, Dimension> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    const name = text.slice(0, Math.max(0, at)).replace(/^--/, '')
    const key = [...flags].find(([key, { long }]) => name === key || `--${name}` === long)?.[0]
    if (key === undefined) {
      const names = [...flags.values()].map(({ long }) => long!.slice(2)).join(', ')
      throw overFault(`the option must be one of ${names}`, JSON.stringify(text), 'Write it as in rate=log:1e-4..1e-1.')
    }
    if (Object.hasOwn(space, key)) throw overFault('each option may be named once', `${name} twice`, 'Leave one out.')
    space[key] = placed(`--over ${name}`, () => dimensionOf(text.slice(at + 1), flags.get(key)!))
  }
  if (texts.length > 0) return space
  throw overFault('there must be an option to search over', 'none', 'Add one, as in --over rate=log:1e-4..1e-1.')
}

function dimensionOf(text: string, flag: Option): Dimension {
  const read = (value: string): unknown => (flag.parseArg ? flag.parseArg(value, undefined) : value)
  const [, scale, low, high] = RANGE.exec(text) ?? []
  if (low !== undefined && !LIST.test(text)) {
    const make = scale === 'log' ? logUniform : scale === 'whole' ? whole : uniform
    const [from, to] = [read(low), read(high!)]
    if (typeof from === 'number' && typeof to === 'number') return make(from, to)
    throw overFault('a range must be of a flag that takes a number', text, 'Give a list, as in 16|64|64,64.')
  }
  return choice(text.split('|').map((part) => read(part.trim())))
}

function overFault(expected: string, received: string, fix: string): OptionError {
  return new OptionError({ where: '--over', expected, received, fix })
}
