// Losses that look at one score at a time are data: a value and a derivative as formulas over `s` and `y`.
import { checkNames, checkObject, checkOneOf, deepFreeze, show } from '../../check/check.ts'
import { OptionError } from '../../check/errors.ts'
import { type Chosen, checkKind, checkNumbers, type Declarations, readOptions } from '../../check/options.ts'
import { checkFormulaNames } from '../../formula/declared.ts'
import { type FormulaPair, readPair, taken } from '../declared.ts'
import type { Loss } from '../types.ts'
import { softmax } from './softmax.ts'
import { svm } from './svm.ts'

/** A loss given by formulas. */
export type ElementLoss = Extract<Loss, { formula: unknown }>

const targets = ['zero-one', 'plus-minus', 'number'] as const

/** Declares an element-wise loss: its name, its options, and its formulas over the score `s`, the target `y` and the options.
 *  It is averaged over rows and outputs. The derivative along `s` is derived where it is left out. NaN in gives NaN out.
 *  `target` says what y is: 'zero-one' or 'plus-minus' for the two classes of one output, 'number' for regression.
 *  Throws:  OptionError for a bad name, option or formula
 *  Example: elementLoss('absolute', {}, { value: 'abs(s - y)' }, 'number')()  */
export function elementLoss<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  formula: FormulaPair,
  target: ElementLoss['target'],
): (options?: Chosen<Declared>) => ElementLoss {
  return (options = {}) => build('elementLoss', kind, kind, target, readOptions(kind, declared, options), formula)
}

/** A loss from its JSON, as a model file holds it: a built-in one or a user's own. Everything is checked.
 *  Throws:  OptionError that says what is wrong with the data */
export function lossFromData(data: unknown, where = 'loss'): Loss {
  const fields = checkObject(where, 'a loss', data)
  if (fields.kind === 'softmax' || fields.kind === 'svm') {
    checkNames(where, fields, ['kind', 'target'])
    checkOneOf(where, 'target', fields.target, ['index'])
    return fields.kind === 'softmax' ? softmax() : svm()
  }
  checkNames(where, fields, ['kind', 'target', 'options', 'formula'])
  return build(where, where, fields.kind, fields.target, checkNumbers(where, fields.options), fields.formula)
}

function build(
  at: string,
  where: string,
  kind: unknown,
  target: unknown,
  options: Readonly<Record<string, number>>,
  formula: unknown,
): ElementLoss {
  const name = checkKind(at, kind)
  if (name === 'softmax' || name === 'svm') {
    throw new OptionError({
      where: at,
      expected: 'softmax and svm are losses of whole rows, not of formulas',
      received: show(name),
      fix: 'Choose another kind.',
    })
  }
  const names = Object.keys(options)
  checkFormulaNames(where, names, taken)
  return deepFreeze({
    kind: name,
    target: checkOneOf(where, 'target', target, targets),
    options: { ...options },
    formula: readPair(where, formula, 's', ['s', 'y', ...names]),
  })
}
