// A loss of formulas over the scores of a row: the definition in float64, and the code for some columns of a row.
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import { flush } from '../../kernel/elementary.ts'
import { partFormulas } from '../../kernel/formulas.ts'
import { joinLanes } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { ElementLoss } from '../types.ts'
import { type EmitPart, eachVectorOf, fill, loadPart, storePart } from './part-code.ts'
import type { RowLoss } from './row-code.ts'

/** The mean over the scores of a row, the targets as the loss has them. */
export function elementRow({ kind, options, formula }: ElementLoss): RowLoss {
  const names = ['s', 'y', ...Object.keys(options)]
  const parse = (text: string) => parseFormula(text, { where: kind, names })
  const run = evaluator([parse(formula.value), parse(formula.derivative)], names)
  const values = new Float64Array(names.length)
  values.set(Object.values(options), 2)
  return (s, y, d) => {
    let sum = 0
    for (let k = 0; k < s.length; k++) {
      values[0] = s[k]!
      values[1] = y[k]!
      const [value, along] = run(values)
      sum += value!
      d[k] = along! / s.length
    }
    return sum / s.length
  }
}

/** The same as WebAssembly, from targets of 0 and 1 where the loss has -1 and 1. */
export function elementPart(loss: ElementLoss): EmitPart {
  const { value: text, derivative } = loss.formula
  return (e, { scores, slope, y, share }, columns) => {
    const [score, target, total] = e.locals('v128')
    const { emit } = partFormulas(e, loss, [text, derivative], { s: score, y: target })
    e.floats(0).set(total)
    eachVectorOf(e, columns, (offset, lanes) => {
      loadPart(e, scores, offset, lanes, 0, score)
      loadPart(e, y, offset, lanes, 0, target)
      if (loss.target === 'plus-minus') e.get(target).get(target).op(op.f32x4Add).floats(1).op(op.f32x4Sub).set(target)
      const [value, along] = emit() as [number, number]
      fill(e, value, lanes, 0)
      e.get(total).get(value).op(op.f32x4Add).set(total)
      e.get(along)
        .get(share)
        .f32(1 / columns.count)
        .op(op.f32Mul, op.f32x4Splat, op.f32x4Mul)
        .set(target)
      flush(e, target)
      storePart(e, slope, offset, lanes, target)
    })
    joinLanes(e, total, op.f32Add)
      .f32(1 / columns.count)
      .op(op.f32Mul)
  }
}
