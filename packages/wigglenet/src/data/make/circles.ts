import { checkNumber } from '../../check/check.ts'
import { cos, sin } from '../../number/circular.ts'
import type { DataSet } from '../types.ts'
import { type PointOptions, pointOptions, points, TAU } from './points.ts'

/** Points on a circle of radius 1 and on a smaller one in it.
 *  Shapes:  X (rows, 2), y (rows)
 *  Options: rows, default 200; noise of each coordinate, default 0.1; factor, the inner radius, in (0, 1), default 0.5; seed
 *  Throws:  OptionError for an option out of range
 *  Example: circles({ seed: 1 }).classes  // ['inner', 'outer']  */
export function circles(options: PointOptions & { readonly factor?: number }): DataSet<2> {
  const common = pointOptions('circles', options, { rows: 200, noise: 0.1 }, ['factor'])
  const factor = checkNumber('circles', 'factor', options.factor ?? 0.5, '(0, 1)')
  return points(['inner', 'outer'], common, ({ label, index, count, random }) => {
    const radius = label === 0 ? factor : 1
    const angle = (TAU * index) / count
    return [radius * cos(angle) + common.noise * random.normal(), radius * sin(angle) + common.noise * random.normal()]
  })
}
