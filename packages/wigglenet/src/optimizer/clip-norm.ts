// Gradients are made shorter before the updates: the step that `clipped` brings along. It sums in a fixed order on the calling thread, so that
// the bits do not depend on how many there are.
import type { Emitter } from '../kernel/assembler.ts'
import { flush } from '../kernel/elementary.ts'
import { at, eachColumn, joinLanes, load, maskTail, placeOf, walk } from '../kernel/kernel.ts'
import * as op from '../kernel/opcodes.ts'
import type { Place } from '../kernel/place.ts'
import { ownStep, type StepCode } from '../kernel/step.ts'
import type { OptimizerPart } from './part.ts'

type ClipTerms = { readonly gradients: readonly string[]; readonly most: number }

/** What an optimizer carries that clips each gradient, or all together, to the norm `most`. */
export const clipPart = (clips: 'each' | 'all', most: number): OptimizerPart => ({
  before(tensors) {
    const gradients = tensors.map(({ gradient }) => gradient)
    const groups = clips === 'all' ? [gradients] : gradients.map((gradient) => [gradient])
    return groups.map((group) => ownStep(clipNorm, { gradients: group, most }))
  },
})

/** gradients ·= min(1, most / √(Σ gradient²)) */
const clipNorm: StepCode<ClipTerms> = {
  name: 'clip-norm',
  reference(machine, { gradients, most }) {
    const all = gradients.map((name) => machine.buffers.get(name)!.values)
    return () => {
      let squares = 0
      for (const values of all) for (const g of values) squares += g * g
      const factor = Math.min(1, most / Math.sqrt(squares))
      for (const values of all) for (let i = 0; i < values.length; i++) values[i]! *= factor
    }
  },
  wasm(e, kernel, { gradients, most }) {
    const places = gradients.map((name) => placeOf(kernel, name))
    const [largest, factor, one, g] = e.locals('v128')
    emitLargest(e, places, largest, g)
    e.floats(most).get(largest).op(op.f32x4Div)
    emitSquares(e, places, largest, g)
    // pmin with the number second keeps NaN
    e.op(op.f32x4Splat, op.f32x4Sqrt, op.f32x4Div).floats(1).op(op.f32x4Pmin).set(factor)
    e.floats(1).set(one)
    e.get(factor).lane(0).get(one).lane(0).op(op.f32Ge, op.i32Eqz)
    e.when(() => emitScale(e, places, factor, g))
  },
}

/** For each vector of the numbers in each row of the places, not of the padding: `body` with the vector in `g`. */
function eachNumber(e: Emitter, place: Place, g: number, body: () => void, row: () => void = () => {}): void {
  walk(
    e,
    [place],
    () => e.i32(place.storedRows),
    ({ stride }) => 4 * stride,
    ([pointer]) => {
      eachColumn(e, place.storedColumns, (offset, last) => {
        at(e, pointer!, offset).at(op.v128Load).set(g)
        if (last) maskTail(e, g, place.storedColumns, Math.floor(place.storedColumns / 4))
        body()
      })
      row()
    },
  )
}

/** Sets `largest` to the largest magnitude in all lanes, at least 1e-30. */
function emitLargest(e: Emitter, places: readonly Place[], largest: number, g: number): void {
  e.floats(1e-30).set(largest)
  for (const place of places)
    eachNumber(e, place, g, () => e.get(largest).get(g).op(op.f32x4Abs, op.f32x4Pmax).set(largest))
  joinLanes(e, largest, op.f32Max).op(op.f32x4Splat).set(largest)
}

/** Leaves Σ (gradient / largest)², a float32, on the stack: scaled, no square is too large or denormal. Rows are summed in float64. */
function emitSquares(e: Emitter, places: readonly Place[], largest: number, g: number): void {
  const [row, total] = [e.local('v128'), e.local('f64')]
  e.floats(0).set(row)
  for (const place of places) {
    eachNumber(
      e,
      place,
      g,
      () => {
        e.get(g).get(largest).op(op.f32x4Div).set(g)
        e.get(g).get(g).op(op.f32x4Abs).floats(1e-15).op(op.f32x4Lt, op.v128Andnot).set(g)
        e.get(row).get(g).get(g).op(op.f32x4Mul, op.f32x4Add).set(row)
      },
      () => {
        e.get(total)
        joinLanes(e, row, op.f32Add).op(op.f64PromoteF32, op.f64Add).set(total)
        e.floats(0).set(row)
      },
    )
  }
  e.get(total).op(op.f32DemoteF64)
}

function emitScale(e: Emitter, places: readonly Place[], factor: number, g: number): void {
  for (const place of places) {
    walk(
      e,
      [place],
      () => e.i32((place.storedRows * place.stride) / 4),
      () => 16,
      ([pointer]) => {
        load(e, pointer!).get(factor).op(op.f32x4Mul).set(g)
        flush(e, g)
        e.get(pointer!).get(g).at(op.v128Store)
      },
    )
  }
}
