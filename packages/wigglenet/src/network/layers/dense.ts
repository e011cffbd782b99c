import { checkWhole, deepFreeze } from '../../check/check.ts'
import { carrying } from '../../kernel/part.ts'
import type { Activation, Dense } from '../types.ts'
import { activationAlone } from './activation-alone.ts'
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
  second?: Activation | LayerSettings,
  third?: LayerSettings,
): Dense<Units> {
  checkWhole('dense', 'units', units, sizes)
  const [activation, options] = activationAlone('dense', second, third)
  const settings = readSettings('dense', options, activation.initializer)
  return deepFreeze(carrying({ kind: 'dense', units, activation, ...settings }, densePart))
}
