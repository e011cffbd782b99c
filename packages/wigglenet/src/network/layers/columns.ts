import { checkNames, checkWhole, deepFreeze } from '../../check/check.ts'
import { ShapeError } from '../../check/errors.ts'
import { at, eachColumn, eachRow, maskTail, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { LayerPart } from '../part.ts'
import type { Columns } from '../types.ts'
import { passBack } from './joined.ts'
import { checkName, sizes } from './settings.ts'

/** Some of the numbers that come in, as they are: `units` of them from number `first` on. Several such layers take the inputs apart, as where two
 *  things are compared.
 *  Shapes:  x (batch, inputs) → (batch, units)
 *  Options: first, whole, from 0; units, whole, in [1, 16777216]; name, from
 *  Throws:  OptionError for bad options; ShapeError in `network` when not so many numbers come in
 *  Example: network(8, { a: columns(0, 4), left: dense(9), b: columns(4, 4, { from: 'x' }), right: sameAs('left'), … })  */
export function columns<Units extends number>(
  first: number,
  units: Units,
  options: { readonly name?: string; readonly from?: string } = {},
): Columns<Units> {
  const where = 'columns'
  checkWhole(where, 'first', first, '[0, 16777216)')
  checkWhole(where, 'units', units, sizes)
  const { name, from } = checkNames(where, options, ['name', 'from'])
  const data = {
    kind: where,
    first,
    units,
    ...(name === undefined ? {} : { name: checkName(where, name) }),
    ...(from === undefined ? {} : { from: checkName(where, from, 'from') }),
  } as const
  return deepFreeze(carrying(data, partFor(data)))
}

const partFor = ({ first, units }: Columns): LayerPart<Columns> => ({
  sizes(where, [source], [inputs]) {
    if (first + units <= inputs!) return { inputs: inputs!, units }
    throw new ShapeError({
      where,
      expected: `columns ${first} to ${first + units - 1} must be among those of ${source}, 0 to ${inputs! - 1}`,
      received: `${inputs} numbers that come in`,
      fix: 'Take fewer, or begin earlier.',
    })
  },
  tensors: () => [],
  build(node, plan) {
    const source = node.from[0]!
    const output = plan.values(node.name, node.units)
    plan.forward.push(ownStep(passBack, { slope: source, from: first, output, accumulate: false }))
    return (slope) => {
      const into = plan.into(source)
      if (into) plan.backward.push(ownStep(spreadOut, { slope, first, ...into }))
    }
  },
})

/** output[row, first + k] (=, +=) slope[row, k]; without `accumulate` all others become 0 */
const spreadOut: StepCode<{
  readonly slope: string
  readonly first: number
  readonly output: string
  readonly accumulate: boolean
}> = {
  name: 'spread-out',
  reference(machine, { slope, first, output, accumulate }) {
    const [d, to] = [machine.buffers.get(slope)!, machine.buffers.get(output)!]
    return () => {
      for (let row = 0; row < machine.rows; row++) {
        const own = to.values.subarray(row * to.columns, (row + 1) * to.columns)
        if (!accumulate) own.fill(0)
        for (let k = 0; k < d.columns; k++) own[first + k]! += d.values[row * d.columns + k]!
      }
    }
  },
  // The last vector may run over into what follows, to which it adds 0.
  wasm(e, kernel, { slope, first, output, accumulate }) {
    const [d, to] = [placeOf(kernel, slope), placeOf(kernel, output)]
    const value = e.local('v128')
    eachRow(e, [d, to], ([from, into]) => {
      if (!accumulate) eachColumn(e, 4 * vectorsOf(to), (offset) => at(e, into!, offset).floats(0).at(op.v128Store))
      eachColumn(e, d.storedColumns, (offset, last) => {
        at(e, from!, offset).at(op.v128Load).set(value)
        if (last) maskTail(e, value, d.storedColumns % 4, 0)
        at(e, into!, offset)
        at(e, into!, offset)
          .at(op.v128Load, 4 * first)
          .get(value)
          .op(op.f32x4Add)
          .at(op.v128Store, 4 * first)
      })
    })
  },
}
