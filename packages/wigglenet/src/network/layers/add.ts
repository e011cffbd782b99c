import { ShapeError } from '../../check/errors.ts'
import * as op from '../../kernel/opcodes.ts'
import type { LayerPart } from '../part.ts'
import type { Add } from '../types.ts'
import { foldOf } from './fold.ts'
import { type JoinSettings, join } from './join.ts'
import { buildJoin, count } from './joined.ts'

/** Adds the outputs of several layers of the same size, as in a skip connection.
 *  Shapes:  each (batch, units) → (batch, units)
 *  Options: from, two or more different names; name
 *  Throws:  OptionError for bad options; `network` refuses sizes that differ
 *  Example: add({ from: ['x', 'h1'] })  */
export function add(options: JoinSettings): Add {
  return join('add', options, part)
}

const sum = /* @__PURE__ */ foldOf('add', (a, b) => a + b, op.f32x4Add)

const part: LayerPart<Add> = {
  sizes(where, from, each) {
    const odd = each.findIndex((width) => width !== each[0])
    if (odd < 0) return { inputs: each[0]!, units: each[0]! }
    throw new ShapeError({
      where,
      expected: 'the layers that add joins must be of one size',
      received: `${from[0]} with ${count(each[0]!)} and ${from[odd]} with ${count(each[odd]!)}`,
      fix: 'Make their sizes equal, or join them with concat.',
    })
  },
  tensors: () => [],
  build: (node, plan) => buildJoin(node, plan, sum),
}
