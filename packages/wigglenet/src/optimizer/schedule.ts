// A learning-rate schedule is a formula, evaluated in float64 once a step.
import { checkNames, checkObject, deepFreeze } from '../check/check.ts'
import { readOptions } from '../check/declarations.ts'
import { type Chosen, checkKind, checkNumbers, type Declarations } from '../check/options.ts'
import { checkFormulaNames } from '../formula/declared.ts'
import { withErf } from '../kernel/erf.ts'
import { carrying } from '../kernel/part.ts'
import { coursePart } from './course.ts'
import { checkFormulas } from './declared.ts'
import type { SchedulePart } from './part.ts'
import type { Schedule } from './types.ts'

/** Declares a learning-rate schedule: its name, its options, the rate as a formula over `rate` (the optimizer's), `step`, `epoch`, `steps`, `epochs`
 *  and the options, and, for one that listens, its state (see `Schedule`), whose names the rate sees too.
 *  Throws:  OptionError for a bad name, option or formula
 *  Example: schedule('linear', {}, 'rate * (1 - step/steps)')()  */
export function schedule<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  rate: string,
  state?: Readonly<Record<string, string>>,
): (options?: Chosen<Declared>) => Schedule {
  return (options = {}) => build(kind, checkKind('schedule', kind), readOptions(kind, declared, options), rate, state)
}

/** The optimizer's rate at every step. */
export function constantRate(): Schedule {
  const follow: SchedulePart['follow'] = (rate) => ({ rate })
  return deepFreeze(carrying({ kind: 'constant', options: {}, rate: 'rate' }, { follow }))
}

/** A schedule from its JSON, as a checkpoint holds it. Everything is checked.
 *  Throws:  OptionError that says what is wrong with the data */
export function scheduleFromData(data: unknown, where = 'schedule'): Schedule {
  const fields = checkObject(where, 'a schedule', data)
  checkNames(where, fields, ['kind', 'options', 'rate', 'state'])
  return build(where, checkKind(where, fields.kind), checkNumbers(where, fields.options), fields.rate, fields.state)
}

const scope: readonly string[] = ['rate', 'step', 'epoch', 'steps', 'epochs']

function build(
  where: string,
  kind: string,
  options: Readonly<Record<string, number>>,
  rate: unknown,
  state: unknown,
): Schedule {
  withErf()
  const slots = state === undefined ? {} : checkObject(where, 'state', state)
  const own = [...Object.keys(options), ...Object.keys(slots)]
  checkFormulaNames(where, own, [...scope, 'loss'])
  checkFormulas(where, { rate }, [...scope, ...own])
  checkFormulas(`${where}.state`, slots, [...scope, 'loss', ...own])
  const data = { kind, options: { ...options }, rate, ...(state !== undefined && { state: { ...slots } }) } as Schedule
  return deepFreeze(carrying(data, coursePart(data)))
}
