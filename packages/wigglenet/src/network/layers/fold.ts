// Several buffers become one, element by element.
import { eachVector, load, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepCode } from '../../kernel/step.ts'

/** The step that joins the inputs by an operation, the first two first. */
export const foldOf = (
  name: string,
  join: (a: number, b: number) => number,
  operation: typeof op.f32x4Max | typeof op.f32x4Add,
): StepCode<{ readonly inputs: readonly string[]; readonly output: string }> => ({
  name,
  reference(machine, { inputs, output }) {
    const [first, ...rest] = inputs.map((input) => machine.buffers.get(input)!)
    const { values, columns } = machine.buffers.get(output)!
    return () => {
      for (let i = 0; i < machine.rows * columns; i++) {
        values[i] = rest.reduce((sum, other) => join(sum, other.values[i]!), first!.values[i]!)
      }
    }
  },
  wasm(e, kernel, { inputs, output }) {
    const places = [output, ...inputs].map((input) => placeOf(kernel, input))
    eachVector(e, places, ([to, first, ...rest]) => {
      e.get(to!)
      load(e, first!)
      for (const pointer of rest) load(e, pointer).op(operation)
      e.at(op.v128Store)
    })
  },
})
