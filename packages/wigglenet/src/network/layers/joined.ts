// What add and concat become.
import { at, eachColumn, eachRow, maskTail, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { PlanBuilder } from '../part.ts'
import type { Node } from '../types.ts'

/** The steps of a join. */
export function buildJoin(
  node: Extract<Node, { kind: 'add' | 'concat' }>,
  plan: PlanBuilder,
  code: StepCode<{ readonly inputs: readonly string[]; readonly output: string }>,
): (slope: string) => void {
  const output = plan.values(node.name, node.units)
  plan.forward.push(ownStep(code, { inputs: node.from, output }))
  return (slope) => {
    let from = 0
    for (const name of node.from) {
      const into = plan.into(name)
      if (into) plan.backward.push(ownStep(passBack, { slope, from, ...into }))
      if (node.kind === 'concat') from += plan.width(name)
    }
  }
}

export const count = (units: number) => `${units} unit${units === 1 ? '' : 's'}`

/** Copies each input behind the one before. In vector code a vector may run over into what the next copy writes. */
export const sideBySide: StepCode<{ readonly inputs: readonly string[]; readonly output: string }> = {
  name: 'concat',
  reference(machine, { inputs, output }) {
    const all = inputs.map((name) => machine.buffers.get(name)!)
    const { values: out, columns: width } = machine.buffers.get(output)!
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        let column = row * width
        for (const { values, columns } of all) {
          for (let k = 0; k < columns; k++) out[column++] = values[row * columns + k]!
        }
      }
    }
  },
  wasm(e, kernel, { inputs, output }) {
    const places = [output, ...inputs].map((name) => placeOf(kernel, name))
    eachRow(e, places, ([to, ...from]) => {
      let start = 0
      from.forEach((pointer, i) => {
        eachColumn(e, 4 * vectorsOf(places[i + 1]!), (offset) => {
          at(e, to!, offset)
          at(e, pointer, offset)
            .at(op.v128Load)
            .at(op.v128Store, 4 * start)
        })
        start += places[i + 1]!.storedColumns
      })
    })
  },
}

/** output (=, +=) columns [from, from + width) of slope */
export const passBack: StepCode<{
  readonly slope: string
  readonly from: number
  readonly output: string
  readonly accumulate: boolean
}> = {
  name: 'pass-back',
  reference(machine, { slope, from, output, accumulate }) {
    const [d, to] = [machine.buffers.get(slope)!, machine.buffers.get(output)!]
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        for (let k = 0; k < to.columns; k++) {
          const i = row * to.columns + k
          to.values[i] = (accumulate ? to.values[i]! : 0) + d.values[row * d.columns + from + k]!
        }
      }
    }
  },
  wasm(e, kernel, { slope, from, output, accumulate }) {
    const [d, to] = [placeOf(kernel, slope), placeOf(kernel, output)]
    const value = e.local('v128')
    eachRow(e, [d, to], ([source, target]) =>
      eachColumn(e, to.storedColumns, (offset, last) => {
        at(e, source!, offset)
          .at(op.v128Load, 4 * from)
          .set(value)
        if (last) maskTail(e, value, to.storedColumns % 4, 0)
        at(e, target!, offset)
        if (accumulate) at(e, target!, offset).at(op.v128Load).get(value).op(op.f32x4Add)
        else e.get(value)
        e.at(op.v128Store)
      }),
    )
  },
}
