// The step of layer normalization that brings the numbers of each row to mean 0 and variance 1, and its way back.
import type { Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { at, eachColumn, eachRow, joinLanes, maskTail, placeOf } from '../../kernel/kernel.ts'
import type { Matrix } from '../../kernel/machine.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepCode } from '../../kernel/step.ts'

export const normalizeRows: StepCode<{
  readonly input: string
  readonly output: string
  readonly inverse: string
  readonly epsilon: number
}> = {
  name: 'normalize-rows',
  reference(machine, { input, output, inverse, epsilon }) {
    const [X, out] = [machine.buffers.get(input)!, machine.buffers.get(output)!]
    const inverses = machine.buffers.get(inverse)!.values
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        const x = X.values.subarray(row * X.columns, (row + 1) * X.columns)
        const mean = x.reduce((sum, value) => sum + value, 0) / x.length
        const variance = x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / x.length
        inverses[row] = 1 / Math.sqrt(variance + epsilon)
        for (let k = 0; k < x.length; k++) out.values[row * X.columns + k] = (x[k]! - mean) * inverses[row]!
      }
    }
  },
  wasm(e, kernel, { input, output, inverse, epsilon }) {
    const [X, out, inverses] = [placeOf(kernel, input), placeOf(kernel, output), placeOf(kernel, inverse)]
    const columns = X.storedColumns
    const [value, total] = e.locals('v128')
    const [mean, scale] = e.locals('f32')
    eachRow(e, [X, out, inverses], ([x, to, kept]) => {
      sumColumns(e, columns, total, (offset) => at(e, x!, offset).at(op.v128Load).set(value), value)
      joinLanes(e, total, op.f32Add)
        .f32(1 / columns)
        .op(op.f32Mul)
        .set(mean)
      const centered = (offset: number) =>
        at(e, x!, offset).at(op.v128Load).get(mean).op(op.f32x4Splat, op.f32x4Sub).set(value)
      const squared = (offset: number) => centered(offset).get(value).get(value).op(op.f32x4Mul).set(value)
      sumColumns(e, columns, total, squared, value)
      e.f32(1)
      joinLanes(e, total, op.f32Add)
        .f32(1 / columns)
        .op(op.f32Mul)
        .f32(epsilon)
        .op(op.f32Add, op.f32Sqrt, op.f32Div)
        .set(scale)
      e.get(kept!).get(scale).at(op.f32Store)
      eachColumn(e, columns, (offset, last) => {
        centered(offset).get(value).get(scale).op(op.f32x4Splat, op.f32x4Mul).set(value)
        if (last) maskTail(e, value, columns % 4, 0)
        flush(e, value)
        at(e, to!, offset).get(value).at(op.v128Store)
      })
    })
  },
}

/** Sets `total` to the sum of the vectors that `term` puts into `value`, without the padding. */
function sumColumns(e: Emitter, columns: number, total: number, term: (offset: number) => void, value: number): void {
  e.floats(0).set(total)
  eachColumn(e, columns, (offset, last) => {
    term(offset)
    if (last) maskTail(e, value, columns % 4, 0)
    e.get(total).get(value).op(op.f32x4Add).set(total)
  })
}

/** dx = (d - mean(d) - u·mean(d·u)) / deviation, the means over the row. */
export const normalizeRowsBack: StepCode<{
  readonly slope: string
  readonly normal: string
  readonly inverse: string
  readonly output: string
  readonly accumulate: boolean
}> = {
  name: 'normalize-rows-back',
  reference(machine, { slope, normal, inverse, output, accumulate }) {
    const [d, u, to] = [slope, normal, output].map((name) => machine.buffers.get(name)!) as [Matrix, Matrix, Matrix]
    const inverses = machine.buffers.get(inverse)!.values
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        const first = row * d.columns
        let [sum, projection] = [0, 0]
        for (let i = first; i < first + d.columns; i++) {
          sum += d.values[i]!
          projection += d.values[i]! * u.values[i]!
        }
        for (let i = first; i < first + d.columns; i++) {
          const along = (d.values[i]! - sum / d.columns - (u.values[i]! * projection) / d.columns) * inverses[row]!
          to.values[i] = (accumulate ? to.values[i]! : 0) + along
        }
      }
    }
  },
  wasm(e, kernel, { slope, normal, inverse, output, accumulate }) {
    const places = [slope, normal, output, inverse].map((name) => placeOf(kernel, name))
    const columns = places[0]!.storedColumns
    const [value, total] = e.locals('v128')
    const [mean, projection] = e.locals('f32')
    eachRow(e, places, ([d, u, to, kept]) => {
      const product = (offset: number) => {
        at(e, d!, offset).at(op.v128Load)
        at(e, u!, offset).at(op.v128Load).op(op.f32x4Mul).set(value)
      }
      for (const [sum, term] of [
        [mean, (offset: number) => at(e, d!, offset).at(op.v128Load).set(value)],
        [projection, product],
      ] as const) {
        sumColumns(e, columns, total, term, value)
        joinLanes(e, total, op.f32Add)
          .f32(1 / columns)
          .op(op.f32Mul)
          .set(sum)
      }
      eachColumn(e, columns, (offset, last) => {
        at(e, d!, offset).at(op.v128Load).get(mean).op(op.f32x4Splat, op.f32x4Sub)
        at(e, u!, offset).at(op.v128Load).get(projection).op(op.f32x4Splat, op.f32x4Mul, op.f32x4Sub)
        e.get(kept!).at(op.v128Load32Splat).op(op.f32x4Mul).set(value)
        if (last) maskTail(e, value, columns % 4, 0)
        flush(e, value)
        at(e, to!, offset)
        if (accumulate) at(e, to!, offset).at(op.v128Load).get(value).op(op.f32x4Add)
        else e.get(value)
        e.at(op.v128Store)
      })
    })
  },
}
