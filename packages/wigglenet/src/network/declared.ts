import { checkNames, checkObject } from '../check/check.ts'
// What activations and losses share: the names taken in formulas, and the pair of formulas with its checks.
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
  const { value: text, derivative: given } = checkNames(where, checkObject(where, 'formula', pair), [
    'value',
    'derivative',
  ])
  const scope = { where: `${where}.value`, names }
  const value = printFormula(guardNaN(parseFormula(text as string, scope), variable))
  parseFormula(value, scope) // what is kept must pass the same limits when it is read again
  return { value, derivative: readDerivative(where, text as string, variable, given, names, own) }
}

/** The derivative of a value along one of its names, as it is kept: what is given, checked, or else derived.
 *  Throws:  OptionError with the place in the text where the formula is at fault */
export function readDerivative(
  where: string,
  value: string,
  along: string,
  given: unknown,
  names: readonly string[],
  own: readonly string[],
): string {
  const scope = { where: `${where}.derivative`, names: [...names, ...own] }
  const derived = () => derive(parseFormula(value, { where: `${where}.value`, names }), along)
  const derivative = printFormula(given === undefined ? derived() : parseFormula(given as string, scope))
  parseFormula(derivative, scope) // as above
  return derivative
}
