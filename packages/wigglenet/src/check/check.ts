// Checks of options and values, each with one clear error. Bounds are written as intervals: `[0, 1)`.
import { refuse } from './errors.ts'

/** How a received value is shown in an error: short, and as one would type it. `depth` counts the lists around it. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as Uint8Array).length ?? value.byteLength})`
  if (Array.isArray(value)) {
    if (value.length > 8 || depth > 2) return `an array of ${value.length}`
    return `[${value.map((part) => show(part, depth + 1)).join(', ')}]`
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
    return keys.length > 6 ? `an object with ${keys.length} fields` : `{ ${keys.join(', ')} }`
  }
  if (Object.is(value, -0)) return '-0'
  return String(value)
}

/** Whether a number lies in an interval such as `[0, 1)`, rightly written: declarations.ts sees to those of users. NaN lies in none. */
export function isWithin(value: number, interval: string): boolean {
  const [low, high] = interval.slice(1, -1).split(',').map(boundOf) as [number, number]
  return (interval[0] === '(' ? value > low : value >= low) && (interval.endsWith(')') ? value < high : value <= high)
}

const boundOf = (text: string) => Number(text.replace('∞', 'Infinity'))

/** The value, if it is a number in the interval.
 *  Throws:  OptionError otherwise */
export function checkNumber(where: string, name: string, value: unknown, interval: string): number {
  if (typeof value === 'number' && isWithin(value, interval)) return value
  refuse(where, `${name} must be a number in ${interval}`, show(value), `Give ${name} a value in ${interval}.`)
}

/** The value, if it is a whole number in the interval.
 *  Throws:  OptionError otherwise */
export function checkWhole(where: string, name: string, value: unknown, interval: string): number {
  if (Number.isInteger(value) && isWithin(value as number, interval)) return value as number
  refuse(
    where,
    `${name} must be a whole number in ${interval}`,
    show(value),
    `Give ${name} a whole number in ${interval}.`,
  )
}

/** The value, if it is true or false.
 *  Throws:  OptionError otherwise */
export function checkFlag(where: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  refuse(where, `${name} must be true or false`, show(value), `Give ${name} true or false.`)
}

/** The value, if it is one of the names in the list.
 *  Throws:  OptionError that lists the names otherwise */
export function checkOneOf<Name extends string>(
  where: string,
  name: string,
  value: unknown,
  list: readonly Name[],
): Name {
  if (list.includes(value as Name)) return value as Name
  refuse(where, `${name} must be one of ${list.join(', ')}`, show(value), 'Choose a name from the list.')
}

/** The value as a record, if it is a plain object.
 *  Throws:  OptionError otherwise */
export function checkObject(where: string, name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  refuse(where, `${name} must be an object`, show(value), 'Write it in braces.')
}

/** The options as a record, if all of them are in the list: a misspelt option is an error, never ignored.
 *  Throws:  OptionError that lists the options */
export function checkNames(
  where: string,
  options: unknown,
  list: readonly string[],
): Readonly<Record<string, unknown>> {
  const given = checkObject(where, 'the options', options)
  for (const key of Object.keys(given)) {
    if (list.includes(key)) continue
    refuse(
      where,
      list.length === 0 ? 'no options are taken' : `the options are ${list.join(', ')}`,
      show(key),
      `Remove ${key}, or correct its spelling.`,
    )
  }
  return given
}

/** Freezes a plain value and all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
