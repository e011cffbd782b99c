// Units that the user has switched off.
import { at, eachColumn, eachRow, placeOf, vectorsOf } from '../kernel/kernel.ts'
import * as op from '../kernel/opcodes.ts'
import type { StepCode } from '../kernel/step.ts'

export type MaskTerms = { readonly values: string; readonly mask: string }

/** values[row, unit] ·= mask[unit] */
export const maskUnits: StepCode<MaskTerms> = {
  name: 'mask',
  reference(machine, { values, mask }) {
    const [numbers, on] = [machine.buffers.get(values)!, machine.buffers.get(mask)!]
    return () => {
      for (let i = 0; i < machine.rows * numbers.columns; i++) numbers.values[i]! *= on.values[i % numbers.columns]!
    }
  },
  wasm(e, kernel, { values, mask }) {
    const [place, on] = [placeOf(kernel, values), placeOf(kernel, mask)]
    eachRow(e, [place], ([row]) =>
      eachColumn(e, 4 * vectorsOf(place), (offset) => {
        at(e, row!, offset)
        at(e, row!, offset).at(op.v128Load).get(offset).at(op.v128Load, on.address).op(op.f32x4Mul).at(op.v128Store)
      }),
    )
  },
}
