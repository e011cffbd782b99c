import { deepFreeze } from '../../check/check.ts'
import { eachVector, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { WeightsPart } from '../part.ts'
import type { Constraint } from '../types.ts'
import { heldBuffers } from './held.ts'

/** Keeps the weights of a layer at 0 or above: after each update, those below become 0. Biases are free. Where all layers have it, and activations that
 *  never fall, no prediction falls as an input grows.
 *  Formula: w ← max(0, w)
 *  Shapes:  W (units, inputs) → (units, inputs)
 *  Source:  Sill 1998, "Monotonic Networks", NeurIPS 10; keras.constraints.NonNeg
 *  Example: dense(20, tanh(), { constraint: nonNegative() })  */
export function nonNegative(): Constraint {
  const part: WeightsPart = {
    build(plan, parameter) {
      for (const held of heldBuffers(plan, parameter)) plan.after.push(ownStep(raise, { parameter: held }))
      return parameter
    },
  }
  return deepFreeze(carrying({ kind: 'non-negative' } as const, part))
}

const raise: StepCode<{ readonly parameter: string }> = {
  name: 'non-negative',
  reference(machine, { parameter }) {
    const { values } = machine.buffers.get(parameter)!
    return () => values.forEach((w, i) => (values[i] = Math.max(0, w)))
  },
  wasm(e, kernel, { parameter }) {
    const raiseVector = ([w]: readonly number[]) =>
      e.get(w!).get(w!).at(op.v128Load).floats(0).op(op.f32x4Max).at(op.v128Store)
    eachVector(e, [placeOf(kernel, parameter)], raiseVector, true)
  },
}
