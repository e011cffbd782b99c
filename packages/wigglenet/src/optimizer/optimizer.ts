// An update rule is data: formulas over a parameter, its gradient and what the rule remembers. Every backend compiles the same text.
import { checkNames, checkNumber, checkObject, checkOneOf, deepFreeze, show } from '../check/check.ts'
import { readOptions } from '../check/declarations.ts'
import { OptionError } from '../check/errors.ts'
import { type Chosen, checkKind, checkNumbers, type Declarations, type OptionDeclaration } from '../check/options.ts'
import { checkFormulaNames } from '../formula/declared.ts'
import { withErf } from '../kernel/erf.ts'
import { carrying } from '../kernel/part.ts'
import { clipPart } from './clip-norm.ts'
import { checkFormulas } from './declared.ts'
import type { OptimizerPart } from './part.ts'
import { checkRates, rateSlot, ratesPart } from './rates-part.ts'
import type { Optimizer } from './types.ts'

/** The formulas of an update rule (see `Optimizer`); what is left out is empty. */
export interface Rule {
  readonly perStep?: Readonly<Record<string, string>>
  readonly state?: Readonly<Record<string, string>>
  readonly update: string
  readonly result?: string
  readonly clips?: 'each' | 'all'
  readonly rates?: Readonly<Record<string, number>>
}

const parts = ['perStep', 'state', 'update', 'result', 'clips', 'rates']

/** Declares an update rule: its name, its options (`rate` among them), and its formulas over `w`, `g`, `decays`, `t`, the options and its own
 *  names.
 *  Throws:  OptionError for a bad name, option or formula
 *  Example: optimizer('sign-descent', { rate: { interval: '[0, ∞)', default: 0.01 } }, { update: 'w - rate*sign(g)' })()  */
export function optimizer<const Declared extends Declarations & { readonly rate: OptionDeclaration }>(
  kind: string,
  declared: Declared,
  rule: Rule,
): (options?: Chosen<Declared>) => Optimizer {
  return (options = {}) => {
    const name = checkKind('optimizer', kind)
    return build(kind, name, readOptions(kind, declared, options), checkNames(kind, rule, parts))
  }
}

/** An update rule from its JSON, as a checkpoint holds it: a built-in one or a user's own. Everything is checked.
 *  Throws:  OptionError that says what is wrong with the data */
export function optimizerFromData(data: unknown, where = 'optimizer'): Optimizer {
  const fields = checkObject(where, 'an optimizer', data)
  checkNames(where, fields, ['kind', 'options', ...parts])
  return build(where, checkKind(where, fields.kind), checkNumbers(where, fields.options), fields)
}

function build(
  where: string,
  kind: string,
  options: Readonly<Record<string, number>>,
  rule: { readonly [Part in keyof Rule]?: unknown },
): Optimizer {
  withErf()
  checkNumber(where, 'rate', options.rate, '(-∞, ∞)')
  const { perStep: steps = {}, state: slots = {}, update, result, clips, rates } = rule
  const perStep = checkObject(where, 'perStep', steps)
  const state = checkObject(where, 'state', slots)
  const own = Object.keys(options)
  const slotNames = Object.keys(state)
  checkFormulaNames(where, [...own, ...Object.keys(perStep), ...slotNames], ['w', 'g', 'decays', 't', 'update'])
  const stepwise = checkFormulas(`${where}.perStep`, perStep, ['t', ...own])
  const all = checkFormulas(`${where}.state`, state, ['w', 'g', 'decays', ...stepwise, ...slotNames])
  checkFormulas(where, { update }, all)
  if (result !== undefined && !slotNames.includes(result as string)) {
    throw new OptionError({
      where,
      expected: `result must be the name of a slot, one of ${slotNames.join(', ') || 'none'}`,
      received: show(result),
      fix: 'Correct it, or leave it out.',
    })
  }
  if (rates !== undefined && !slotNames.includes(rateSlot)) {
    throw new OptionError({
      where,
      expected: `a rule with rates must have the slot ${rateSlot}`,
      received: show(slotNames),
      fix: 'Make it with layerRates().',
    })
  }
  if (clips !== undefined) {
    checkOneOf(where, 'clips', clips, ['each', 'all'])
    checkNumber(where, 'clipNorm', options.clipNorm, '(0, ∞)')
  }
  const data = {
    kind,
    options: { ...options },
    perStep: { ...perStep },
    state: { ...state },
    update,
    ...(result !== undefined && { result }),
    ...(clips !== undefined && { clips }),
    ...(rates !== undefined && { rates: checkRates(where, rates) }),
  } as Optimizer
  const carried = [
    ...(data.clips ? [clipPart(data.clips, options.clipNorm!)] : []),
    ...(data.rates ? [ratesPart(data.rates)] : []),
  ]
  if (carried.length === 0) return deepFreeze(data)
  const part: OptimizerPart = { before: (tensors) => carried.flatMap((one) => one.before?.(tensors) ?? []) }
  return deepFreeze(carrying(data, part))
}
