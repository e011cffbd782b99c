// The activations of the library need no parsing when they are made: tests prove that `activation()` would make the same of them.
import { deepFreeze } from '../../check/check.ts'
import { type Chosen, type Declarations, readOptions } from '../../check/options.ts'
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import { carrying } from '../../kernel/part.ts'
import { he } from '../initializers/he.ts'
import type { Activation, Initializer } from '../types.ts'
import type { LearnedCode } from './learned-code.ts'

/** Declares a built-in activation by formulas that are already as `activation()` keeps them.
 *  Throws:  OptionError for a bad option */
export function builtIn<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  formula: Activation['formula'],
  initializer: Initializer = he(),
): (options?: Chosen<Declared>) => Activation {
  return (options = {}) =>
    assemble({ kind, options: readOptions(kind, declared, options), learned: {}, formula, initializer })
}

/** The data of an activation, checked before, with `value` and `derivative` as functions, and the code that it carries if it learns. */
export function assemble(data: Omit<Activation, 'value' | 'derivative'>, code?: LearnedCode): Activation {
  const result = { ...data }
  for (const [name, run] of Object.entries(functions(data))) Object.defineProperty(result, name, { value: run })
  return deepFreeze(code ? carrying(result, code) : result) as Activation
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
