// What activations and losses share: declared options, names, and the pair of formulas with its checks.
import { checkNames, checkNumber, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { derivative as derive } from '../formula/derivative.ts'
import { guardNaN } from '../formula/guard.ts'
import { functionNames, parseFormula } from '../formula/parse.ts'
import { printFormula } from '../formula/print.ts'

/** An option of a part: the interval that its values lie in, and its default. */
export interface OptionDeclaration {
  readonly interval: string
  readonly default: number
}
/** The options of a part, by name. */
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
  throw new OptionError({
    where,
    expected: `${name} must be an object`,
    received: show(value),
    fix: 'Write it in braces.',
  })
}

/** The value, if it can name a kind of part: letters, digits and hyphens, starting with a letter.
 *  Throws:  OptionError otherwise */
export function checkKind(where: string, value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value)) return value
  throw new OptionError({
    where,
    expected: 'kind must be 1 to 64 letters, digits and hyphens, starting with a letter',
    received: show(value),
    fix: 'Give it a name such as "soft-step".',
  })
}

// `W` and `b` are the names of a layer's own parameters.
const taken: readonly string[] = ['z', 'h', 's', 'y', 'W', 'b']

/** Refuses names that a formula could not tell apart, or that two things share.
 *  Throws:  OptionError that names the culprit */
export function checkFormulaNames(where: string, names: readonly string[]): void {
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

/** A value and its derivative as formula texts; without the derivative, it is derived. */
export interface FormulaPair {
  readonly value: string
  readonly derivative?: string
}

/** The pair as it is kept: parsed, checked, guarded so that NaN in gives NaN out, derived where no derivative is given, printed.
 *  `own` is the name for the value itself, which a given derivative may use.
 *  Throws:  OptionError with the place in the text where a formula is at fault */
export function readPair(
  where: string,
  pair: unknown,
  variable: string,
  names: readonly string[],
  own: readonly string[] = [],
): Required<FormulaPair> {
  const { value: text, derivative: given } = checkObject(where, 'formula', pair)
  const read = (part: 'value' | 'derivative', formula: unknown) =>
    parseFormula(formula as string, { where: `${where}.${part}`, names: part === 'value' ? names : [...names, ...own] })
  const parsed = read('value', text)
  const value = printFormula(guardNaN(parsed, variable))
  const derivative = printFormula(given === undefined ? derive(parsed, variable) : read('derivative', given))
  read('value', value) // what is kept must pass the same limits when it is read again
  read('derivative', derivative)
  return { value, derivative }
}
