// What users type after a flag → values. Ranges are checked where the values are used, with the library's own errors.
import { OptionError } from 'wigglenet'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** A reader of the number after this flag.
 *  Throws:  OptionError for anything else */
export function number(flag: string): (text: string) => number {
  return (text) => {
    if (NUMBER.test(text)) return Number(text)
    throw new OptionError({
      where: flag,
      expected: 'the value must be a number',
      received: JSON.stringify(text),
      fix: 'Write it as in 20 or 0.001.',
    })
  }
}

/** A reader of the comma-separated names after this flag.
 *  Throws:  OptionError for an empty name */
export function names(flag: string): (text: string) => string[] {
  return (text) => {
    const list = text.split(',').map((name) => name.trim())
    if (!list.includes('')) return list
    throw new OptionError({
      where: flag,
      expected: 'the value must be names with commas between them',
      received: JSON.stringify(text),
      fix: 'Write it as in width,colour.',
    })
  }
}

/** The units of hidden layers: `20,20`; none of them: `none`.
 *  Throws:  OptionError for anything else */
export function hiddenUnits(text: string): number[] {
  if (text === 'none') return []
  const list = text.split(',').map((part) => part.trim())
  if (list.every((part) => /^[1-9]\d*$/.test(part))) return list.map(Number)
  throw new OptionError({
    where: '--hidden',
    expected: 'the value must be whole numbers with commas between them, or none',
    received: JSON.stringify(text),
    fix: 'Write it as in 20,20.',
  })
}

/** A delimiter; `tab` and `\t` are tabs. */
export function delimiter(text: string): string {
  return text === 'tab' || text === '\\t' ? '\t' : text
}

/** One of a list of parts, by name.
 *  Throws:  OptionError that lists the names */
export function choose<Part>(flag: string, name: string, parts: Readonly<Record<string, Part>>): Part {
  if (Object.hasOwn(parts, name)) return parts[name]!
  throw new OptionError({
    where: flag,
    expected: `the value must be one of ${Object.keys(parts).join(', ')}`,
    received: JSON.stringify(name),
    fix: 'Choose a name from the list.',
  })
}

/** A flag as it is typed, by the name of its value: `--warm-up` for `warmUp`. */
export const flagOf = (name: string): string =>
  name === 'header' ? '--no-header' : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
