// What normalization learns: a scale and a shift of each unit.
import { flush } from '../../kernel/elementary.ts'
import { at, eachColumn, eachRow, load, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import type { Matrix } from '../../kernel/machine.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepCode } from '../../kernel/step.ts'
import { sumRows } from './normalize-batch.ts'

/** z = gamma·u + beta */
export const scaleShift: StepCode<{
  readonly input: string
  readonly gamma: string
  readonly beta: string
  readonly output: string
}> = {
  name: 'scale-shift',
  reference(machine, { input, gamma, beta, output }) {
    const [u, g, b, z] = [input, gamma, beta, output].map((name) => machine.buffers.get(name)!) as [
      Matrix,
      Matrix,
      Matrix,
      Matrix,
    ]
    return () => {
      for (let i = 0; i < machine.rows * u.columns; i++)
        z.values[i] = g.values[i % u.columns]! * u.values[i]! + b.values[i % u.columns]!
    }
  },
  wasm(e, kernel, { input, gamma, beta, output }) {
    const [u, z] = [placeOf(kernel, input), placeOf(kernel, output)]
    const [g, b] = [placeOf(kernel, gamma).address, placeOf(kernel, beta).address]
    eachRow(e, [u, z], ([from, to]) =>
      eachColumn(e, 4 * vectorsOf(u), (offset) => {
        at(e, to!, offset)
        at(e, from!, offset).at(op.v128Load)
        load(e, offset, g).op(op.f32x4Mul)
        load(e, offset, b).op(op.f32x4Add).at(op.v128Store)
      }),
    )
  },
}

/** dgamma = column sums of d·u, dbeta = column sums of d, rows in order; then d ·= gamma. */
export const scaleShiftBack: StepCode<{
  readonly slope: string
  readonly normal: string
  readonly gamma: string
  readonly dGamma: string
  readonly dBeta: string
}> = {
  name: 'scale-shift-back',
  reference(machine, { slope, normal, gamma, dGamma, dBeta }) {
    const at = (name: string) => machine.buffers.get(name)!.values
    const { values: d, columns } = machine.buffers.get(slope)!
    const [u, g, dg, db] = [at(normal), at(gamma), at(dGamma), at(dBeta)]
    return () => {
      dg.fill(0)
      db.fill(0)
      for (let i = 0; i < machine.rows * columns; i++) {
        dg[i % columns]! += d[i]! * u[i]!
        db[i % columns]! += d[i]!
        d[i]! *= g[i % columns]!
      }
    }
  },
  wasm(e, kernel, { slope, normal, gamma, dGamma, dBeta }) {
    const [d, u] = [placeOf(kernel, slope), placeOf(kernel, normal)]
    const [g, dg, db] = [gamma, dGamma, dBeta].map((name) => placeOf(kernel, name).address) as [number, number, number]
    const columns = 4 * vectorsOf(d)
    const [value, total] = e.locals('v128')
    eachColumn(e, columns, (offset) => {
      sumRows(e, [d, u], offset, total, ([along, unit]) => {
        load(e, along!)
        load(e, unit!).op(op.f32x4Mul)
      })
      e.get(offset).get(total).at(op.v128Store, dg)
      sumRows(e, [d], offset, total, ([along]) => load(e, along!))
      e.get(offset).get(total).at(op.v128Store, db)
    })
    eachRow(e, [d], ([row]) =>
      eachColumn(e, columns, (offset) => {
        at(e, row!, offset).at(op.v128Load)
        load(e, offset, g).op(op.f32x4Mul).set(value)
        flush(e, value)
        at(e, row!, offset).get(value).at(op.v128Store)
      }),
    )
  },
}
