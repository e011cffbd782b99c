// The step of batch normalization that brings each unit to mean 0 and variance 1 over the rows, and its way back.

import type { Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { flush } from '../../kernel/elementary.ts'
import { at, eachColumn, eachRow, load, placeOf, rowsNow, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { Place } from '../../kernel/place.ts'
import type { StepCode } from '../../kernel/step.ts'

/** Sums over the rows run in the order of the rows. With `still`, and outside training, the running statistics are used and stay. */
export const normalizeBatch: StepCode<{
  readonly input: string
  readonly output: string
  readonly mean: string
  readonly variance: string
  readonly center: string
  readonly inverse: string
  readonly momentum: number
  readonly epsilon: number
  readonly still: boolean
}> = {
  name: 'normalize-batch',
  reference(machine, { input, output, mean, variance, center, inverse, momentum, epsilon, still }) {
    const at = (name: string) => machine.buffers.get(name)!
    const [X, out] = [at(input), at(output)]
    const [means, variances, centers, inverses] = [mean, variance, center, inverse].map((name) => at(name).values)
    return () => {
      const { rows } = machine
      for (let k = 0; k < X.columns; k++) {
        const value = (row: number) => X.values[row * X.columns + k]!
        if (machine.training && !still) {
          let sum = 0
          for (let row = 0; row < rows; row++) sum += value(row)
          const center = sum / rows
          let squares = 0
          for (let row = 0; row < rows; row++) squares += (value(row) - center) * (value(row) - center)
          centers![k] = center
          inverses![k] = 1 / Math.sqrt(squares / rows + epsilon)
          means![k] = momentum * means![k]! + (1 - momentum) * center
          variances![k] = momentum * variances![k]! + ((1 - momentum) * squares) / Math.max(1, rows - 1)
        } else {
          centers![k] = means![k]!
          inverses![k] = 1 / Math.sqrt(variances![k]! + epsilon)
        }
        for (let row = 0; row < rows; row++)
          out.values[row * X.columns + k] = (value(row) - centers![k]!) * inverses![k]!
      }
    }
  },
  wasm(e, kernel, { input, output, mean, variance, center, inverse, momentum, epsilon, still }) {
    const [X, out] = [placeOf(kernel, input), placeOf(kernel, output)]
    const [means, variances, centers, inverses] = [mean, variance, center, inverse].map(
      (name) => placeOf(kernel, name).address,
    ) as [number, number, number, number]
    const columns = 4 * vectorsOf(X)
    const [value, total, m, v] = ['v128', 'v128', 'v128', 'v128'].map((type) => e.local(type as 'v128')) as [
      number,
      number,
      number,
      number,
    ]
    const [share, unbiased] = e.locals('f32')
    const settle = (offset: number) => {
      e.get(offset).get(m).at(op.v128Store, centers)
      e.get(offset).floats(1).get(v).floats(epsilon).op(op.f32x4Add, op.f32x4Sqrt, op.f32x4Div)
      e.at(op.v128Store, inverses)
    }
    const running = () =>
      eachColumn(e, columns, (offset) => {
        load(e, offset, means).set(m)
        load(e, offset, variances).set(v)
        settle(offset)
      })
    /** old ← momentum·old + (1 - momentum)·new, of the new that `now` leaves on the stack. */
    const blend = (offset: number, address: number, now: () => void) => {
      e.get(offset)
      load(e, offset, address).floats(momentum).op(op.f32x4Mul)
      now()
      e.floats(1 - momentum)
        .op(op.f32x4Mul, op.f32x4Add)
        .at(op.v128Store, address)
    }
    const ofBatch = () => {
      e.f32(1)
      rowsNow(e).op(op.f32ConvertI32U, op.f32Div).set(share)
      e.f32(1)
      rowsNow(e).i32(1).op(op.i32Sub, op.f32ConvertI32U).f32(1).op(op.f32Max, op.f32Div).set(unbiased)
      eachColumn(e, columns, (offset) => {
        sumRows(e, [X], offset, total, ([x]) => load(e, x!))
        e.get(total).get(share).op(op.f32x4Splat, op.f32x4Mul).set(m)
        sumRows(e, [X], offset, total, ([x]) => {
          load(e, x!).get(m).op(op.f32x4Sub).tee(value).get(value).op(op.f32x4Mul)
        })
        e.get(total).get(share).op(op.f32x4Splat, op.f32x4Mul).set(v)
        settle(offset)
        blend(offset, means, () => e.get(m))
        blend(offset, variances, () => e.get(total).get(unbiased).op(op.f32x4Splat, op.f32x4Mul))
      })
    }
    if (still) running()
    else e.read(control.training).when(ofBatch, running)
    eachRow(e, [X, out], ([x, to]) =>
      eachColumn(e, columns, (offset) => {
        at(e, x!, offset).at(op.v128Load)
        load(e, offset, centers).op(op.f32x4Sub)
        load(e, offset, inverses).op(op.f32x4Mul).set(value)
        flush(e, value)
        at(e, to!, offset).get(value).at(op.v128Store)
      }),
    )
  },
}

/** Sets `total` to the sum of what `term` leaves for each row, at pointers to a vector of each buffer; rows in order. */
export function sumRows(
  e: Emitter,
  places: readonly Place[],
  offset: number,
  total: number,
  term: (pointers: readonly number[]) => void,
): void {
  const left = e.local('i32')
  const pointers = places.map(({ address }) => {
    const pointer = e.local('i32')
    e.get(offset).i32(address).op(op.i32Add).set(pointer)
    return pointer
  })
  e.floats(0).set(total)
  rowsNow(e).set(left)
  e.repeat(left, () => {
    e.get(total)
    term(pointers)
    e.op(op.f32x4Add).set(total)
    pointers.forEach((pointer, i) => e.advance(pointer, 4 * places[i]!.stride))
  })
}

/** dx = (d - mean(d) - u·mean(d·u)) / deviation, u the normalized values; with the running statistics, dx = d / deviation. */
export const normalizeBatchBack: StepCode<{
  readonly slope: string
  readonly normal: string
  readonly inverse: string
  readonly means: string
  readonly products: string
  readonly output: string
  readonly accumulate: boolean
  readonly still: boolean
}> = {
  name: 'normalize-batch-back',
  reference(machine, { slope, normal, inverse, means, products, output, accumulate, still }) {
    const at = (name: string) => machine.buffers.get(name)!
    const [d, u, to] = [at(slope), at(normal), at(output)]
    const [inverses, sums, projections] = [inverse, means, products].map((name) => at(name).values)
    return () => {
      const { rows } = machine
      for (let k = 0; k < d.columns; k++) {
        let [sum, projection] = [0, 0]
        if (machine.training && !still) {
          for (let i = k; i < rows * d.columns; i += d.columns) {
            sum += d.values[i]!
            projection += d.values[i]! * u.values[i]!
          }
        }
        sums![k] = sum / rows
        projections![k] = projection / rows
        for (let i = k; i < rows * d.columns; i += d.columns) {
          const along = (d.values[i]! - sums![k]! - u.values[i]! * projections![k]!) * inverses![k]!
          to.values[i] = (accumulate ? to.values[i]! : 0) + along
        }
      }
    }
  },
  wasm(e, kernel, { slope, normal, inverse, means, products, output, accumulate, still }) {
    const [d, u, to] = [placeOf(kernel, slope), placeOf(kernel, normal), placeOf(kernel, output)]
    const [inverses, sums, projections] = [inverse, means, products].map((name) => placeOf(kernel, name).address) as [
      number,
      number,
      number,
    ]
    const columns = 4 * vectorsOf(d)
    const [value, total, share] = [e.local('v128'), e.local('v128'), e.local('f32')]
    const keep = (offset: number, address: number) =>
      e.get(offset).get(total).get(share).op(op.f32x4Splat, op.f32x4Mul).at(op.v128Store, address)
    const none = () =>
      eachColumn(e, columns, (offset) => {
        for (const address of [sums, projections]) e.get(offset).floats(0).at(op.v128Store, address)
      })
    const ofBatch = () => {
      e.f32(1)
      rowsNow(e).op(op.f32ConvertI32U, op.f32Div).set(share)
      eachColumn(e, columns, (offset) => {
        sumRows(e, [d], offset, total, ([along]) => load(e, along!))
        keep(offset, sums)
        sumRows(e, [d, u], offset, total, ([along, unit]) => {
          load(e, along!)
          load(e, unit!).op(op.f32x4Mul)
        })
        keep(offset, projections)
      })
    }
    if (still) none()
    else e.read(control.training).when(ofBatch, none)
    eachRow(e, [d, u, to], ([along, unit, target]) =>
      eachColumn(e, columns, (offset) => {
        at(e, along!, offset).at(op.v128Load)
        load(e, offset, sums).op(op.f32x4Sub)
        at(e, unit!, offset).at(op.v128Load)
        load(e, offset, projections).op(op.f32x4Mul, op.f32x4Sub)
        load(e, offset, inverses).op(op.f32x4Mul).set(value)
        flush(e, value)
        at(e, target!, offset)
        if (accumulate) at(e, target!, offset).at(op.v128Load).get(value).op(op.f32x4Add)
        else e.get(value)
        e.at(op.v128Store)
      }),
    )
  },
}
