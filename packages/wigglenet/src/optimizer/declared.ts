// What update rules and schedules share: declared options, names, and the checks of their formulas.
import { checkNames, checkNumber, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { functionNames, parseFormula } from '../formula/parse.ts'

/** An option of a rule: the interval that its values lie in, and its default. */
export interface OptionDeclaration {
  readonly interval: string
  readonly default: number
}
/** The options of a rule, by name. */
export type Declarations = Readonly<Record<string, OptionDeclaration>>
/** Values for some of the declared options. */
export type Chosen<Declared> = { readonly [Name in keyof Declared]?: number }

/** The values of the declared options: what was given, checked, and the defaults for the rest.
 *  Throws:  OptionError for an unknown option or a value outside its interval */
export function readOptions(where: string, declared: Declarations, given: object): Record<string, number> {
  checkObject(where, 'the options', given)
  checkNames(where, given, Object.keys(declared))
  const own = new Map(Object.entries(given))
  return Object.fromEntries(
    Object.entries(declared).map(([name, { interval, default: standard }]) => {
      const value = own.get(name)
      return [name, value === undefined ? standard : checkNumber(where, name, value, interval)]
    }),
  )
}

/** The value as a record, if it is a plain object.
 *  Throws:  OptionError otherwise */
export function checkObject(where: string, name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const received = show(value)
  throw new OptionError({ where, expected: `${name} must be an object`, received, fix: 'Write it in braces.' })
}

/** The numbers of an options object from a file.
 *  Throws:  OptionError when it holds anything else */
export function checkNumbers(where: string, value: unknown): Readonly<Record<string, number>> {
  const options = checkObject(where, 'options', value)
  for (const [name, number] of Object.entries(options)) checkNumber(where, name, number, '(-∞, ∞)')
  return options as Readonly<Record<string, number>>
}

/** The value, if it can name a kind of rule: letters, digits and hyphens, starting with a letter.
 *  Throws:  OptionError otherwise */
export function checkKind(where: string, value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value)) return value
  throw new OptionError({
    where,
    expected: 'kind must be 1 to 64 letters, digits and hyphens, starting with a letter',
    received: show(value),
    fix: 'Give it a name such as "sign-descent".',
  })
}

/** Refuses names that a formula could not tell apart, or that two things share.
 *  Throws:  OptionError that names the culprit */
export function checkOwnNames(where: string, names: readonly string[], taken: readonly string[]): void {
  const seen = new Set<string>([...taken, ...functionNames])
  for (const name of names) {
    const isNew = !seen.has(name)
    seen.add(name)
    if (isNew && /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(name)) continue
    throw new OptionError({
      where,
      expected: `names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function's nor ${taken.join(', ')}`,
      received: show(name),
      fix: 'Rename it.',
    })
  }
}

/** Checks that each formula parses over `names`; a formula sees the names of those before it too, and its own where `seesItself`.
 *  Returns: the names with those of all formulas */
export function checkFormulas(
  where: string,
  formulas: Readonly<Record<string, unknown>>,
  names: readonly string[],
  seesItself: boolean,
): string[] {
  const known = [...names]
  for (const [name, text] of Object.entries(formulas)) {
    parseFormula(text as string, { where: `${where}.${name}`, names: seesItself ? [...known, name] : known })
    known.push(name)
  }
  return known
}
