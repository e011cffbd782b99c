import { checkWhole, deepFreeze } from '../../check/check.ts'
import { lecun } from '../initializers/lecun.ts'
import type { Maxout } from '../types.ts'
import { type LayerSettings, readSettings, sizes } from './settings.ts'

/** A maxout layer: each unit is the largest of several sums, each with weights and a bias of its own. It neither saturates nor dies.
 *  Formula: h = max over the pieces k of W[k]·x + b[k]
 *  Shapes:  x (batch, inputs) → h (batch, units); for each piece W (units, inputs), b (units)
 *  Options: pieces, whole, in [2, 64], default 2; name, from, dropout, inputNoise, weights, biases (see `LayerSettings`)
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
  return deepFreeze({ kind: 'maxout', units, pieces, ...settings })
}
