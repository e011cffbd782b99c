// Single columns go from several buffers into one, and back.
import { at, eachColumn, eachRow, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import type { Machine } from '../../kernel/machine.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepCode } from '../../kernel/step.ts'

/** Values that stand in several buffers: for each, the number of its buffer among `inputs` and its column. */
export type Reading = {
  readonly inputs: readonly string[]
  readonly buffers: readonly number[]
  readonly columns: readonly number[]
}

export const valuesOf = (machine: Machine, names: readonly string[]) => names.map((name) => machine.buffers.get(name)!)

/** output[row, k] = input[row, column of k] */
export const pick: StepCode<Reading & { readonly output: string }> = {
  name: 'pick',
  reference(machine, { inputs, buffers, columns, output }) {
    const given = valuesOf(machine, inputs)
    const to = machine.buffers.get(output)!
    return () => {
      for (let row = 0; row < machine.rows; row++)
        columns.forEach((column, k) => {
          const from = given[buffers[k]!]!
          to.values[row * to.columns + k] = from.values[row * from.columns + column]!
        })
    }
  },
  wasm(e, kernel, { inputs, buffers, columns, output }) {
    eachRow(
      e,
      [output, ...inputs].map((name) => placeOf(kernel, name)),
      ([to, ...from]) =>
        columns.forEach((column, k) => {
          e.get(to!)
            .get(from[buffers[k]!]!)
            .at(op.f32Load, 4 * column)
            .at(op.f32Store, 4 * k)
        }),
    )
  },
}

/** output[row, column] = slope[row, columns[column]], or 0 where that is -1 */
export const pickBack: StepCode<{
  readonly slope: string
  readonly output: string
  readonly columns: readonly number[]
}> = {
  name: 'pick-back',
  reference(machine, { slope, output, columns }) {
    const [d, to] = valuesOf(machine, [slope, output])
    return () => {
      for (let row = 0; row < machine.rows; row++)
        columns.forEach((from, column) => {
          to!.values[row * to!.columns + column] = from < 0 ? 0 : d!.values[row * d!.columns + from]!
        })
    }
  },
  wasm(e, kernel, { slope, output, columns }) {
    const [d, to] = [placeOf(kernel, slope), placeOf(kernel, output)]
    eachRow(e, [d, to], ([from, into]) => {
      eachColumn(e, 4 * vectorsOf(to), (offset) => at(e, into!, offset).floats(0).at(op.v128Store))
      columns.forEach((k, column) => {
        if (k < 0) return
        e.get(into!)
          .get(from!)
          .at(op.f32Load, 4 * k)
          .at(op.f32Store, 4 * column)
      })
    })
  },
}
