import { cos, sin } from '../../number/circular.ts'
import type { DataSet } from '../types.ts'
import { numberedClasses, type PointOptions, pointOptions, points, TAU } from './points.ts'

/** Round clouds, a class each, their centers evenly spaced on a circle of radius 1.
 *  Shapes:  X (rows, 2), y (rows)
 *  Options: rows, default 300; classes, default 3; noise of each coordinate, default 0.25; seed
 *  Throws:  OptionError for an option out of range
 *  Example: blobs({ classes: 2, seed: 1 }).classes  // ['blob 1', 'blob 2']  */
export function blobs(options: PointOptions & { readonly classes?: number }): DataSet<2> {
  const common = pointOptions('blobs', options, { rows: 300, noise: 0.25 }, ['classes'])
  const classes = numberedClasses('blobs', 'blob', options.classes ?? 3, common.rows)
  return points(classes, common, ({ label, random }) => {
    const angle = (TAU * label) / classes.length
    return [cos(angle) + common.noise * random.normal(), sin(angle) + common.noise * random.normal()]
  })
}
