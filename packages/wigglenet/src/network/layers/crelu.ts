import { checkNames, deepFreeze } from '../../check/check.ts'
import { at, eachColumn, eachRow, maskTail, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { LayerPart } from '../part.ts'
import type { CRelu } from '../types.ts'
import { checkName } from './settings.ts'

/** Concatenated ReLU: the positive part of each input, then the negative part of each, so that nothing is lost and no unit dies.
 *  Formula: h = [max(0, x), max(0, -x)]; its derivative at 0 is 0
 *  Shapes:  x (batch, inputs) → h (batch, 2·inputs)
 *  Options: name, from
 *  Throws:  OptionError for bad options
 *  Source:  Shang et al. 2016, arXiv:1603.05201, section 2.2
 *  Example: network(2, [dense(10), crelu(), dense(3)])  // the last layer has 20 inputs  */
export function crelu(options: { readonly name?: string; readonly from?: string } = {}): CRelu {
  const { name, from } = checkNames('crelu', options, ['name', 'from'])
  const data = {
    kind: 'crelu',
    ...(name === undefined ? {} : { name: checkName('crelu', name) }),
    ...(from === undefined ? {} : { from: checkName('crelu', from, 'from') }),
  } as const
  return deepFreeze(carrying(data, part))
}

const bothParts: StepCode<{ readonly input: string; readonly output: string }> = {
  name: 'crelu',
  reference(machine, { input, output }) {
    const [x, h] = [machine.buffers.get(input)!, machine.buffers.get(output)!]
    return () => {
      for (let i = 0; i < machine.rows * x.columns; i++) {
        const to = i + Math.floor(i / x.columns) * x.columns
        h.values[to] = Math.max(0, x.values[i]!)
        h.values[to + x.columns] = Math.max(0, -x.values[i]!)
      }
    }
  },
  // The first part may run over into the second, which is written after it.
  wasm(e, kernel, { input, output }) {
    const [x, h] = [placeOf(kernel, input), placeOf(kernel, output)]
    eachRow(e, [x, h], ([from, to]) => {
      for (const start of [0, x.storedColumns]) {
        eachColumn(e, 4 * vectorsOf(x), (offset) => {
          at(e, to!, offset)
          at(e, from!, offset).at(op.v128Load)
          if (start > 0) e.op(op.f32x4Neg)
          e.floats(0)
            .op(op.f32x4Max)
            .at(op.v128Store, 4 * start)
        })
      }
    })
  },
}

/** dx (=, +=) d of the positive part where x > 0, less d of the negative part where x < 0 */
const bothPartsBack: StepCode<{
  readonly slope: string
  readonly input: string
  readonly output: string
  readonly accumulate: boolean
}> = {
  name: 'crelu-back',
  reference(machine, { slope, input, output, accumulate }) {
    const [d, x, to] = [slope, input, output].map((name) => machine.buffers.get(name)!)
    return () => {
      for (let i = 0; i < machine.rows * x!.columns; i++) {
        const first = i + Math.floor(i / x!.columns) * x!.columns
        const value = x!.values[i]!
        const along = value > 0 ? d!.values[first]! : value < 0 ? -d!.values[first + x!.columns]! : 0
        to!.values[i] = (accumulate ? to!.values[i]! : 0) + along
      }
    }
  },
  wasm(e, kernel, { slope, input, output, accumulate }) {
    const places = [slope, input, output].map((name) => placeOf(kernel, name))
    const columns = places[1]!.storedColumns
    const [value, x] = e.locals('v128')
    eachRow(e, places, ([d, from, to]) =>
      eachColumn(e, columns, (offset, last) => {
        at(e, from!, offset).at(op.v128Load).set(x)
        at(e, d!, offset).at(op.v128Load).get(x).floats(0).op(op.f32x4Gt, op.v128And)
        at(e, d!, offset)
          .at(op.v128Load, 4 * columns)
          .get(x)
          .floats(0)
          .op(op.f32x4Lt, op.v128And, op.f32x4Sub)
          .set(value)
        if (last) maskTail(e, value, columns % 4, 0)
        at(e, to!, offset)
        if (accumulate) at(e, to!, offset).at(op.v128Load).get(value).op(op.f32x4Add)
        else e.get(value)
        e.at(op.v128Store)
      }),
    )
  },
}

const part: LayerPart<CRelu> = {
  sizes: (_where, _from, [width]) => ({ inputs: width!, units: 2 * width! }),
  tensors: () => [],
  build(node, plan) {
    const input = node.from[0]!
    const h = plan.values(node.name, node.units)
    plan.forward.push(ownStep(bothParts, { input, output: h }))
    return (slope) => {
      const into = plan.into(input)
      if (into) plan.backward.push(ownStep(bothPartsBack, { slope, input, ...into }))
    }
  },
}
