// Losses of rows with one right class, four rows at once: a vector holds the scores that four rows give a class, so that no sum goes over lanes
// and the processor has several rows under way.
import type { Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { at, eachColumn, eachRow, type Kernel, loadColumns, rowsNow, transpose, walk } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { Place } from '../../kernel/place.ts'
import { addHit, addLoss, beginRow, type RowPlaces, type Sums } from './row-code.ts'

type Four = readonly [number, number, number, number]

/** Vectors with a number for each of four rows. */
export interface FourRows {
  /** The largest score, and that of the label. */
  readonly largest: number
  readonly own: number
  /** The sum of all terms. */
  readonly total: number
  /** 1 / rows, times the weight of the row where rows have weights. */
  readonly share: number
  /** Leaves a mask that is set where the class at hand is the label. */
  readonly isLabel: () => Emitter
}

/** What a loss does to the scores of a class. */
export interface ClassTerms {
  /** Sets the local, which holds scores, to what is summed over the classes. */
  term(value: number, rows: FourRows): void
  /** Once the sum is known. */
  summed?(rows: FourRows): void
  /** Sets the local, which holds a term, to the slope along the scores. */
  slope(value: number, rows: FourRows): void
  /** Makes the losses of four rows of the sums on the stack; `behind` leaves by how much the labels' scores are below the largest. */
  losses?(behind: () => void): void
}

/** Writes the loss, the hit and the slope of each row. The last four rows may go beyond those of this step, where nobody reads. */
export function emitClasses(
  e: Emitter,
  { layout, batch }: Kernel,
  { scores, slope, y }: RowPlaces,
  sums: Sums,
  { term, summed, slope: slopeOf, losses }: ClassTerms,
): void {
  const four = () => [0, 1, 2, 3].map(() => e.local('v128')) as unknown as Four
  const [square, targets, totals, [largest, own, share, column]] = [four(), four(), four(), four()]
  const isLabel = () => e.get(column).get(targets[0]).op(op.f32x4Eq)
  const rows = { largest, own, total: totals[0], share, isLabel }
  const many = scores.storedColumns > 4 // fewer stay in `square` from pass to pass
  const pointer = e.local('i32')
  const [sum, behind] = [layout.rowScratch, layout.rowScratch + 4 * (batch + 4)]

  e.i32(0).set(pointer).get(sums.share).op(op.f32x4Splat).set(share)
  const count = () => rowsNow(e).i32(3).op(op.i32Add).i32(2).op(op.i32ShrU)
  const bytes = ({ stride }: Place) => 16 * stride
  walk(e, [scores, slope, y], count, bytes, ([from, to, target]) => {
    /** All classes, four at a time: those at a pointer, what `body` does to each, and whether they are written as slopes. */
    const pass = (pointer: number, read: boolean, write: boolean, body: (value: number, lane: number) => void) => {
      e.floats(0).set(column)
      eachColumn(e, scores.storedColumns, (offset, last) => {
        if (read) loadColumns(e, square, () => at(e, pointer, offset), 4 * scores.stride)
        square.forEach((value, lane) => {
          if (last && lane >= scores.storedColumns % 4) e.floats(0).set(value)
          else body(value, lane)
          e.get(column).floats(1).op(op.f32x4Add).set(column)
        })
        if (!write) return
        transpose(e, square)
        square.forEach((row, i) =>
          at(e, to!, offset)
            .get(row)
            .at(op.v128Store, 4 * scores.stride * i),
        )
      })
    }
    loadColumns(e, targets, () => e.get(target!), 4 * y.stride)
    if (sums.weight) e.get(targets[1]).get(sums.weight.even).op(op.f32x4Splat, op.f32x4Mul).set(share)
    e.floats(-Infinity).set(largest)
    pass(from!, true, false, (value) => {
      e.get(largest).get(value).op(op.f32x4Pmax).set(largest)
      e.get(value).get(own)
      isLabel().op(op.v128Bitselect).set(own)
    })
    for (const total of totals) e.floats(0).set(total)
    pass(from!, many, many, (value, lane) => {
      term(value, rows)
      e.get(totals[lane]!).get(value).op(op.f32x4Add).set(totals[lane]!)
    })
    e.get(totals[0]).get(totals[1]).op(op.f32x4Add)
    e.get(totals[2]).get(totals[3]).op(op.f32x4Add, op.f32x4Add).set(totals[0])
    e.get(pointer).get(totals[0]).at(op.v128Store, sum)
    e.get(pointer).get(largest).get(own).op(op.f32x4Sub)
    e.get(largest).get(own).op(op.f32x4Eq, op.v128Andnot) // 0 also where both are infinite
    // NaN among the scores, which the largest leaves out, is in the sum: such a row is no hit.
    e.get(totals[0]).get(totals[0]).op(op.f32x4Sub, op.f32x4Add).at(op.v128Store, behind)
    e.advance(pointer, 16)
    summed?.(rows)
    pass(to!, many, true, (value) => {
      slopeOf(value, rows)
      flush(e, value)
    })
  })

  e.i32(0).set(pointer)
  eachRow(e, [y], ([target]) => {
    beginRow(e, sums, target!)
    if (losses) {
      e.get(pointer).i32(12).op(op.i32And, op.i32Eqz)
      e.when(() => {
        e.get(pointer).get(pointer).at(op.v128Load, sum)
        losses(() => e.get(pointer).at(op.v128Load, behind))
        e.at(op.v128Store, sum)
      })
    }
    addHit(e, sums, () => e.f32(0).get(pointer).at(op.f32Load, behind).op(op.f32Ge))
    addLoss(e, sums, () => e.get(pointer).at(op.f32Load, sum))
    e.advance(pointer, 4)
  })
}
