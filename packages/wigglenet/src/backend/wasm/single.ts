// The product of a single row, with eight rows of B streamed at once: memory is read in order, and C stays in the first cache. Each element of C
// is the same sum, k in order, as that of a tile.

import * as op from '../../kernel/opcodes.ts'
import type { Product, Workspace } from './tiles.ts'

/** Rows of B that are read side by side. */
const together = 8

/** Defines a function () for a product of one row, or gives nothing for any other. */
export function defineSingle(workspace: Workspace, product: Product): number | undefined {
  const { A, B, C, rows, length, vectors, bias, accumulate, flushes } = product
  if (rows !== 'rows' || workspace.batch !== 1 || length === 'rows' || B.transposed || accumulate || flushes)
    return undefined
  /** (a, b): adds so many rows to C, or starts C with them. */
  const pass = (count: number, first: boolean, last: boolean) =>
    workspace.assembler.define(['i32', 'i32'], [], (e) => {
      const [a, b, offset, left, sum] = [0, 1, e.local('i32'), e.local('i32'), e.local('v128')]
      const factors = Array.from({ length: count }, () => e.local('v128'))
      factors.forEach((factor, i) =>
        e
          .get(a)
          .at(op.v128Load32Splat, i * A.column)
          .set(factor),
      )
      e.i32(vectors).set(left).i32(0).set(offset)
      e.repeat(left, () => {
        if (first) e.floats(0).set(sum)
        else e.get(offset).at(op.v128Load, C.address).set(sum)
        factors.forEach((factor, i) =>
          e
            .get(factor)
            .get(b)
            .at(op.v128Load, i * B.stride)
            .multiplyAdd(() => e.get(sum))
            .set(sum),
        )
        e.get(offset).get(sum)
        if (last && bias !== undefined) e.get(offset).at(op.v128Load, bias).op(op.f32x4Add)
        e.at(op.v128Store, C.address)
        e.advance(offset, 16).advance(b, 16)
      })
    })
  const passes = Math.ceil(length / together)
  const rest = length - together * (passes - 1)
  const middle = passes > 2 ? pass(together, false, false) : undefined
  const start = passes > 1 ? pass(together, true, false) : undefined
  const end = pass(rest, passes === 1, true)
  return workspace.assembler.define([], [], (e) => {
    const [a, b, left] = e.locals('i32')
    e.i32(A.address).set(a).i32(B.address).set(b)
    const run = (index: number) => {
      e.get(a).get(b).call(index)
      e.advance(a, together * A.column).advance(b, together * B.stride)
    }
    if (start !== undefined) run(start)
    if (middle !== undefined) {
      e.i32(passes - 2).set(left)
      e.repeat(left, () => run(middle))
    }
    run(end)
  })
}
