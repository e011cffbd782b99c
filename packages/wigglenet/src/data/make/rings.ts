import { cos, sin } from '../../number/circular.ts'
import type { DataSet } from '../types.ts'
import { numberedClasses, type PointOptions, pointOptions, points, TAU } from './points.ts'

/** A disc and rings around it, out to radius 1, a class each; they are equally wide, with gaps between them.
 *  Shapes:  X (rows, 2), y (rows)
 *  Options: rows, default 300; classes, default 3; noise of each coordinate, default 0; seed
 *  Throws:  OptionError for an option out of range
 *  Example: rings({ classes: 2, seed: 1 }).classes  // ['ring 1', 'ring 2']  */
export function rings(options: PointOptions & { readonly classes?: number }): DataSet<2> {
  const common = pointOptions('rings', options, { rows: 300, noise: 0 }, ['classes'])
  const classes = numberedClasses('rings', 'ring', options.classes ?? 3, common.rows)
  return points(classes, common, ({ label, random }) => {
    const low = label === 0 ? 0 : label + 0.15
    const radius = (low + (label + 0.85 - low) * random.uniform()) / classes.length
    const angle = TAU * random.uniform()
    return [radius * cos(angle) + common.noise * random.normal(), radius * sin(angle) + common.noise * random.normal()]
  })
}
