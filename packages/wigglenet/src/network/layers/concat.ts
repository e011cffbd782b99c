import { isWithin } from '../../check/check.ts'
import { ShapeError } from '../../check/errors.ts'
import type { LayerPart } from '../part.ts'
import type { Concat } from '../types.ts'
import { type JoinSettings, join } from './join.ts'
import { buildJoin, count, sideBySide } from './joined.ts'
import { sizes } from './settings.ts'

/** Puts the outputs of several layers side by side, in the order of `from`.
 *  Shapes:  (batch, units₁), (batch, units₂), … → (batch, units₁ + units₂ + …)
 *  Options: from, two or more different names; name
 *  Throws:  OptionError for bad options
 *  Example: concat({ from: ['x', 'h1'] })  */
export function concat(options: JoinSettings): Concat {
  return join('concat', options, part)
}

const part: LayerPart<Concat> = {
  sizes(where, _from, each) {
    const sum = each.reduce((total, width) => total + width, 0)
    if (isWithin(sum, sizes)) return { inputs: sum, units: sum }
    throw new ShapeError({
      where,
      expected: `the layers that concat joins must together have a number of units in ${sizes}`,
      received: count(sum),
      fix: 'Make them smaller.',
    })
  },
  tensors: () => [],
  build: (node, plan) => buildJoin(node, plan, sideBySide),
}
