// What activations and losses share: the names taken in formulas, and the pair of formulas with its checks.
import { checkObject } from '../check/options.ts'
import { derivative as derive } from '../formula/derivative.ts'
import { guardNaN } from '../formula/guard.ts'
import { parseFormula } from '../formula/parse.ts'
import { printFormula } from '../formula/print.ts'

/** Names that no option or learned parameter may have; `W` and `b` are a layer's own parameters. */
export const taken: readonly string[] = ['z', 'h', 's', 'y', 'W', 'b']

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
