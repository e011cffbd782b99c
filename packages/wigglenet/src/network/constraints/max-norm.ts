import { checkNumber, deepFreeze } from '../../check/check.ts'
import { flush } from '../../kernel/elementary.ts'
import { at, eachColumn, load, placeOf, vectorsOf, walk } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { WeightsPart } from '../part.ts'
import type { Constraint } from '../types.ts'
import { heldBuffers } from './held.ts'

/** Keeps the weights of each unit short: after each update, those that are longer than the limit are scaled back to it. Biases are free. It keeps
 *  weights from growing without end under dropout and large rates.
 *  Formula: w ← w·min(1, limit/‖w‖), w the weights of one unit (of one piece, in maxout)
 *  Shapes:  W (units, inputs) → (units, inputs)
 *  Options: limit, no unit, in (0, ∞)
 *  Throws:  OptionError for a limit outside its range
 *  Source:  CS231n Neural Networks 2, "Max norm constraints"; Srivastava et al. 2014, JMLR 15, section 5.1
 *  Example: dense(800, relu(), { dropout: 0.5, constraint: maxNorm(3) })  */
export function maxNorm(limit: number): Constraint {
  const data = { kind: 'max-norm', limit: checkNumber('maxNorm', 'limit', limit, '(0, ∞)') } as const
  return deepFreeze(
    carrying(data, {
      build(plan, parameter, { units }) {
        for (const held of heldBuffers(plan, parameter)) {
          const scratch = plan.scratch(`${held}:norm`, units)
          plan.after.push(ownStep(shorten, { parameter: held, scratch, limit: data.limit }))
        }
        return parameter
      },
    } satisfies WeightsPart),
  )
}

const shorten: StepCode<{ readonly parameter: string; readonly scratch: string; readonly limit: number }> = {
  name: 'max-norm',
  reference(machine, { parameter, scratch, limit }) {
    const { values, rows: units, columns: inputs } = machine.buffers.get(parameter)!
    const factors = machine.buffers.get(scratch)!.values
    return () => {
      for (let unit = 0; unit < units; unit++) {
        const w = values.subarray(unit * inputs, (unit + 1) * inputs)
        const norm = Math.sqrt(w.reduce((sum, weight) => sum + weight * weight, 0))
        factors[unit] = Math.min(1, limit / norm)
        for (let k = 0; k < inputs; k++) w[k]! *= factors[unit]!
      }
    }
  },
  // Weights stand as (inputs, units): the lengths of all units grow together, row by row.
  wasm(e, kernel, { parameter, scratch, limit }) {
    const [W, lengths] = [placeOf(kernel, parameter), placeOf(kernel, scratch).address]
    const columns = 4 * vectorsOf(W)
    const eachInput = (body: (row: number, offset: number) => void) =>
      walk(
        e,
        [W],
        () => e.i32(W.storedRows),
        () => 4 * W.stride,
        ([row]) => eachColumn(e, columns, (offset) => body(row!, offset)),
      )
    const w = e.local('v128')
    eachColumn(e, columns, (offset) => e.get(offset).floats(0).at(op.v128Store, lengths))
    eachInput((row, offset) => {
      at(e, row, offset).at(op.v128Load).set(w)
      e.get(offset).get(w).get(w).op(op.f32x4Mul)
      load(e, offset, lengths).op(op.f32x4Add).at(op.v128Store, lengths)
    })
    eachColumn(e, columns, (offset) => {
      e.get(offset).floats(limit)
      load(e, offset, lengths).op(op.f32x4Sqrt, op.f32x4Div).floats(1).op(op.f32x4Min).at(op.v128Store, lengths)
    })
    eachInput((row, offset) => {
      at(e, row, offset).at(op.v128Load)
      load(e, offset, lengths).op(op.f32x4Mul).set(w)
      flush(e, w)
      at(e, row, offset).get(w).at(op.v128Store)
    })
  },
}
