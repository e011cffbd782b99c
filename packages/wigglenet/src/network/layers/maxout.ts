import { checkWhole, deepFreeze } from '../../check/check.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep } from '../../kernel/step.ts'
import { lecun } from '../initializers/lecun.ts'
import type { LayerPart } from '../part.ts'
import { gradientOf } from '../steps.ts'
import type { Maxout } from '../types.ts'
import { largest, largestBack } from './largest.ts'
import { type LayerSettings, readSettings, sizes } from './settings.ts'
import { buildWeighted, tensorsOf } from './weighted.ts'

/** A maxout layer: each unit is the largest of several sums, each with weights and a bias of its own. It neither saturates nor dies.
 *  Formula: h = max over the pieces k of W[k]·x + b[k]
 *  Shapes:  x (batch, inputs) → h (batch, units); for each piece W (units, inputs), b (units)
 *  Options: pieces, whole, in [2, 64], default 2; name, from, dropout, inputNoise, weights, biases, l2, l1, constraint,
 *           locked (see `LayerSettings`)
 *  Throws:  OptionError for a bad size or option
 *  Source:  Goodfellow et al. 2013, arXiv:1302.4389; CS231n Neural Networks 1, "Maxout"
 *  Example: maxout(20, { pieces: 3 })  */
export function maxout<Units extends number>(
  units: Units,
  options: LayerSettings & { readonly pieces?: number } = {},
): Maxout<Units> {
  checkWhole('maxout', 'units', units, sizes)
  const settings = readSettings('maxout', options, lecun(), ['pieces'])
  const { pieces = 2 } = options
  checkWhole('maxout', 'pieces', pieces, '[2, 64]')
  return deepFreeze(carrying({ kind: 'maxout', units, pieces, ...settings }, part))
}

/** The suffixes of the names of what the pieces learn, as in W1. */
const suffixes = ({ pieces }: { readonly pieces: number }) => Array.from({ length: pieces }, (_, k) => `${k + 1}`)

const part: LayerPart<Maxout> = {
  tensors: (node) => suffixes(node).flatMap((piece) => tensorsOf(node, piece)),
  build: (node, plan) =>
    buildWeighted(node, plan, ({ affine, affineBack }, h) => {
      const names = suffixes(node)
      const pieces = names.map((piece) => plan.values(`${node.name}:z${piece}`, node.units))
      pieces.forEach((z, i) => affine(names[i]!, z))
      plan.forward.push(ownStep(largest, { inputs: pieces, output: h }))
      return (slope) => {
        const slopes = pieces.map((z) => plan.values(gradientOf(z), node.units))
        plan.backward.push(ownStep(largestBack, { slope, pieces, h, slopes }))
        slopes.forEach((along, i) => affineBack(names[i]!, along))
      }
    }),
}
