// An element-wise activation is data: a value and a derivative as formulas. Every backend compiles the same text.
import { checkNames, checkNumber, checkObject, checkOneOf } from '../../check/check.ts'
import { readOptions } from '../../check/declarations.ts'
import { type Chosen, checkKind, checkNumbers, type Declarations } from '../../check/options.ts'
import { checkFormulaNames } from '../../formula/declared.ts'
import { withErf } from '../../kernel/erf.ts'
import { type FormulaPair, readDerivative, readPair, taken } from '../declared.ts'
import { checkInitializer } from '../initializers/check.ts'
import { he } from '../initializers/he.ts'
import type { Activation, Initializer, LearnedParameter } from '../types.ts'
import { assemble } from './built-in.ts'
import { learnedCode } from './learned-code.ts'

type DeclaredLearned = Omit<LearnedParameter, 'derivative'> & { readonly derivative?: string }

/** What an activation may state beside its options and formulas. */
export interface ActivationExtras {
  /** The initializer that fits it; He where none is given. */
  readonly initializer?: Initializer
  /** Learned parameters, each with its sharing and first value; the derivative of the value along it is derived where it is left out. */
  readonly learned?: Readonly<Record<string, DeclaredLearned>>
}

/** Declares an element-wise activation: its name, its options, and its formulas over `z`, the options and the learned parameters.
 *  The derivative dh/dz may also use `h`, the value itself; left out, it is derived. NaN in gives NaN out.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Throws:  OptionError for a bad name, option or formula
 *  Example: const square = activation('square', {}, { value: 'z * z' }); square().derivative(3)  // 6  */
export function activation<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  formula: FormulaPair,
  extras: ActivationExtras = {},
): (options?: Chosen<Declared>) => Activation {
  return (options = {}) => {
    const values = readOptions(kind, declared, options)
    const more = checkNames(kind, extras, ['initializer', 'learned'])
    return build(checkKind('activation', kind), kind, { options: values, formula, ...more })
  }
}

/** An activation from its JSON, as a model file holds it: a built-in one or a user's own. Everything is checked.
 *  Throws:  OptionError that says what is wrong with the data */
export function activationFromData(data: unknown, where = 'activation'): Activation {
  const fields = checkObject(where, 'an activation', data)
  checkNames(where, fields, ['kind', 'options', 'learned', 'formula', 'initializer'])
  checkNumbers(where, fields.options)
  return build(checkKind(where, fields.kind), where, fields)
}

function build(kind: string, where: string, parts: Readonly<Record<string, unknown>>): Activation {
  withErf()
  const { learned: given = {}, initializer: suited = he() } = parts
  const options = { ...(parts.options as Record<string, number>) }
  const declared = readLearned(`${where}.learned`, given)
  const own = [...Object.keys(options), ...Object.keys(declared)]
  checkFormulaNames(where, own, taken)
  const names = ['z', ...own]
  const formula = readPair(where, parts.formula, 'z', names, ['h'])
  const learned: Record<string, LearnedParameter> = {}
  for (const [name, { derivative, ...rest }] of Object.entries(declared)) {
    const along = readDerivative(`${where}.learned.${name}`, formula.value, name, derivative, names, ['h'])
    learned[name] = { ...rest, derivative: along }
  }
  const initializer = checkInitializer(`${where}.initializer`, suited)
  const code = Object.keys(learned).length > 0 ? learnedCode : undefined
  return assemble({ kind, options, learned, formula, initializer }, code)
}

/** The learned parameters as they are declared; their derivatives are read with the formulas. */
function readLearned(where: string, data: unknown): Record<string, DeclaredLearned> {
  const result: Record<string, DeclaredLearned> = {}
  const entries = Object.entries(checkObject(where, 'learned', data))
  checkFormulaNames(
    where,
    entries.map(([name]) => name),
    taken,
  )
  for (const [name, given] of entries) {
    const at = `${where}.${name}`
    const parameter = checkObject(at, 'a learned parameter', given)
    checkNames(at, parameter, ['per', 'initial', 'derivative'])
    result[name] = {
      per: checkOneOf(at, 'per', parameter.per, ['unit', 'layer']),
      initial: checkNumber(at, 'initial', parameter.initial, '(-∞, ∞)'),
      ...(parameter.derivative === undefined ? {} : { derivative: parameter.derivative as string }),
    }
  }
  return result
}
