// The loss of each row of scores, and the gradient of the batch's mean loss along the scores, in one pass over the rows.
import type { Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { flush } from '../../kernel/elementary.ts'
import { partFormulas } from '../../kernel/formulas.ts'
import { at, eachColumn, eachRow, joinLanes, maskTail, placeOf, rowsNow } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { addHit, addLoss, beginRow, type RowPlaces, rowCodeOf, type Sums } from '../../network/losses/row-code.ts'
import type { StepOf } from '../../network/steps.ts'
import type { Loss } from '../../network/types.ts'
import type { PlanKernel } from './plan-kernel.ts'

export function emitLoss(e: Emitter, kernel: PlanKernel, step: StepOf<'loss'>): void {
  const place = (name: string) => placeOf(kernel, name)
  const places = { scores: place(step.scores), slope: place(step.slope), y: place(step.y) }
  const [share, offset] = [e.local('f32'), 4 * places.y.storedColumns - 4]
  const weight = kernel.plan.weighted ? { value: e.local('f32'), even: e.local('f32'), offset } : undefined
  const sums = { share, loss: e.local('f64'), hits: e.local('f64'), weight }
  e.f32(1)
  rowsNow(e)
    .op(op.f32ConvertI32U, op.f32Div)
    .set(weight?.even ?? share)
  e.read(control.lossSum, op.f64Load).set(sums.loss).read(control.hits, op.f64Load).set(sums.hits)
  if ('formula' in step.loss) emitElementLoss(e, step.loss, places, sums)
  else rowCodeOf(step.loss).wasm(e, kernel, places, sums)
  e.i32(0).get(sums.loss).at(op.f64Store, control.lossSum).i32(0).get(sums.hits).at(op.f64Store, control.hits)
  e.i32(0).read(control.seen)
  rowsNow(e).op(op.i32Add).at(op.i32Store, control.seen)
}

/** An element-wise loss: averaged over rows and outputs. */
function emitElementLoss(
  e: Emitter,
  loss: Extract<Loss, { formula: object }>,
  { scores, slope, y }: RowPlaces,
  sums: Sums,
): void {
  const columns = scores.storedColumns
  const [score, target, total] = e.locals('v128')
  const { value: text, derivative } = loss.formula
  const { emit } = partFormulas(e, loss, [text, derivative], { s: score, y: target })
  eachRow(e, [scores, slope, y], ([s, d, t]) => {
    beginRow(e, sums, t!)
    e.floats(0).set(total)
    eachColumn(e, columns, (offset, last) => {
      at(e, s!, offset).at(op.v128Load).set(score)
      at(e, t!, offset).at(op.v128Load).set(target)
      const [value, along] = emit() as [number, number]
      if (last) for (const local of [value, along]) maskTail(e, local, columns % 4, 0)
      e.get(total).get(value).op(op.f32x4Add).set(total)
      e.get(along)
        .get(sums.share)
        .f32(1 / columns)
        .op(op.f32Mul, op.f32x4Splat, op.f32x4Mul)
        .set(target)
      flush(e, target)
      at(e, d!, offset).get(target).at(op.v128Store)
    })
    addLoss(e, sums, () =>
      joinLanes(e, total, op.f32Add)
        .f32(1 / columns)
        .op(op.f32Mul),
    )
    if (loss.target !== 'number') {
      addHit(e, sums, () => {
        e.get(s!).at(op.f32Load).f32(0).op(op.f32Gt).get(t!).at(op.f32Load).f32(0).op(op.f32Gt, op.i32Eq)
      })
    }
  })
}
