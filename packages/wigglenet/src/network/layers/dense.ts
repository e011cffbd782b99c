import { checkWhole, deepFreeze, show } from '../../check/check.ts'
import { OptionError } from '../../check/errors.ts'
import { carrying } from '../../kernel/part.ts'
import { identity } from '../activations/identity.ts'
import type { Activation, Dense } from '../types.ts'
import { densePart } from './dense-part.ts'
import { type LayerSettings, readSettings, sizes } from './settings.ts'

/** A fully-connected layer: one matrix multiplication, a bias offset, and an activation. Without one its outputs are scores.
 *  The options may stand in the activation's place: dense(3, { from: 'h1' }).
 *  Formula: h = f(W·x + b)
 *  Shapes:  x (batch, inputs) → h (batch, units); W (units, inputs), b (units)
 *  Options: name, from, dropout, inputNoise, weights, biases, l2, l1, constraint, locked (see `LayerSettings`)
 *  Throws:  OptionError for a bad size, activation or option
 *  Source:  CS231n Neural Networks 1, "Layer-wise organization"
 *  Example: dense(20, relu(), { dropout: 0.5 })  */
export function dense<Units extends number>(units: Units, options?: LayerSettings): Dense<Units>
export function dense<Units extends number>(units: Units, activation: Activation, options?: LayerSettings): Dense<Units>
export function dense<Units extends number>(
  units: Units,
  second: Activation | LayerSettings = {},
  third?: LayerSettings,
): Dense<Units> {
  checkWhole('dense', 'units', units, sizes)
  const alone = third === undefined && typeof second === 'object' && second !== null && !('formula' in second)
  const activation = alone ? identity() : checkActivation(second)
  const settings = readSettings('dense', alone ? second : third === undefined ? {} : third, activation.initializer)
  return deepFreeze(carrying({ kind: 'dense', units, activation, ...settings }, densePart))
}

function checkActivation(given: unknown): Activation {
  const { value, derivative } = (given ?? {}) as Partial<Activation>
  if (typeof given === 'object' && typeof value === 'function' && typeof derivative === 'function') {
    return given as Activation
  }
  throw new OptionError({
    where: 'dense',
    expected: 'the activation must be one such as relu()',
    received: show(given),
    fix:
      typeof given === 'function'
        ? 'Call it: relu() instead of relu.'
        : 'Import one from wigglenet, or make your own with activation().',
  })
}
