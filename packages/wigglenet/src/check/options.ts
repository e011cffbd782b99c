// What all declared parts share: activations, losses, update rules and schedules have a kind and named numbers as options.
import { checkNames, checkNumber, checkObject, show } from './check.ts'
import { refuse } from './errors.ts'

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
  const own = new Map(Object.entries(checkNames(where, given, Object.keys(declared))))
  return Object.fromEntries(
    Object.entries(declared).map(([name, { interval, default: standard }]) => {
      const value = own.get(name)
      return [name, checkNumber(where, name, value === undefined ? standard : value, interval)]
    }),
  )
}

/** The numbers of a part's `options` from a file.
 *  Throws:  OptionError when it holds anything else */
export function checkNumbers(where: string, value: unknown): Readonly<Record<string, number>> {
  const options = checkObject(where, 'options', value)
  for (const [name, number] of Object.entries(options)) checkNumber(`${where}.options`, name, number, '(-∞, ∞)')
  return options as Readonly<Record<string, number>>
}

/** The value, if it can name a kind of part: letters, digits and hyphens, starting with a letter.
 *  Throws:  OptionError otherwise */
export function checkKind(where: string, value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value)) return value
  refuse(
    where,
    'kind must be 1 to 64 letters, digits and hyphens, starting with a letter',
    show(value),
    'Give it a name such as "soft-step".',
  )
}

/** A part as its maker gave it, told by the fields that it must have. The maker has checked the rest; `maker` and `reader` are named in the error.
 *  Throws:  OptionError when a field is missing or of another type */
export function checkMade<Part>(
  where: string,
  what: string,
  part: unknown,
  fields: { readonly [Name in keyof Part]?: 'string' | 'object' },
  [maker, reader]: readonly [string, string],
): Part {
  const given = part as Record<string, unknown>
  const fits = ([name, type]: [string, unknown]) => given[name] !== null && typeof given[name] === type
  if (typeof part === 'object' && part !== null && Object.entries(fields).every(fits)) return part as Part
  refuse(
    where,
    `${what} must be one that ${maker} makes`,
    show(part),
    `Make it with ${maker}, or read it from JSON with ${reader}.`,
  )
}
