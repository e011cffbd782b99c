// An element-wise activation is data: a value and a derivative as formulas. Every backend compiles the same text.
import { checkNames, checkNumber, checkOneOf, deepFreeze } from '../../check/check.ts'
import {
  type Chosen,
  checkKind,
  checkNumbers,
  checkObject,
  type Declarations,
  readOptions,
} from '../../check/options.ts'
import { checkFormulaNames } from '../../formula/declared.ts'
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import { type FormulaPair, readPair, taken } from '../declared.ts'
import { checkInitializer } from '../initializers/check.ts'
import { he } from '../initializers/he.ts'
import type { Activation, Initializer, LearnedParameter } from '../types.ts'

/** What an activation may state beside its options and formulas. */
export interface ActivationExtras {
  /** The initializer that fits it; He where none is given. */
  readonly initializer?: Initializer
  /** Learned parameters, each with its sharing and first value. */
  readonly learned?: Readonly<Record<string, LearnedParameter>>
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
    return build(checkKind('activation', kind), kind, { options: values, formula, ...extras })
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
  const { learned: given = {}, initializer: suited = he() } = parts
  const options = { ...(parts.options as Record<string, number>) }
  const learned = readLearned(`${where}.learned`, given)
  const names = [...Object.keys(options), ...Object.keys(learned)]
  checkFormulaNames(where, names, taken)
  const formula = readPair(where, parts.formula, 'z', ['z', ...names], ['h'])
  const initializer = checkInitializer(`${where}.initializer`, suited)
  const result = { kind, options, learned, formula, initializer }
  for (const [name, run] of Object.entries(functions(result))) Object.defineProperty(result, name, { value: run })
  return deepFreeze(result) as Activation
}

function readLearned(where: string, data: unknown): Record<string, LearnedParameter> {
  const result: Record<string, LearnedParameter> = {}
  const entries = Object.entries(checkObject(where, 'learned', data))
  checkFormulaNames(
    where,
    entries.map(([name]) => name),
    taken,
  )
  for (const [name, given] of entries) {
    const at = `${where}.${name}`
    const parameter = checkObject(at, 'a learned parameter', given)
    checkNames(at, parameter, ['per', 'initial'])
    result[name] = {
      per: checkOneOf(at, 'per', parameter.per, ['unit', 'layer']),
      initial: checkNumber(at, 'initial', parameter.initial, '(-∞, ∞)'),
    }
  }
  return result
}

type Data = Pick<Activation, 'options' | 'learned' | 'formula'>

/** `value` and `derivative` as functions, compiled when they are first called. */
function functions({ options, learned, formula }: Data): Pick<Activation, 'value' | 'derivative'> {
  const names = ['z', 'h', ...Object.keys(options), ...Object.keys(learned)]
  const rest = [...Object.values(options), ...Object.values(learned).map(({ initial }) => initial)]
  const lazily = (text: string) => {
    let run: ReturnType<typeof evaluator> | undefined
    return (z: number, h: number) => {
      run ??= evaluator([parseFormula(text, { where: 'activation', names })], names)
      return run([z, h, ...rest])[0]!
    }
  }
  const value = lazily(formula.value)
  const derivative = lazily(formula.derivative)
  return {
    value: (z) => value(z, 0),
    derivative: (z) => (Number.isNaN(z) ? z : derivative(z, value(z, 0))),
  }
}
