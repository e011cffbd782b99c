import { checkNumber } from '../../check/check.ts'
import { cos, sin } from '../../number/circular.ts'
import type { DataSet } from '../types.ts'
import { numberedClasses, type PointOptions, pointOptions, points, TAU } from './points.ts'

/** Spiral arms around the origin, out to radius 1, a class each.
 *  Shapes:  X (rows, 2), y (rows)
 *  Options: rows, default 300; classes, default 3; noise of the angle, in radians, default 0.2; turns of an arm, default 0.64; seed
 *  Throws:  OptionError for an option out of range
 *  Source:  CS231n, "Neural Networks case study": 4 radians, 0.64 turns, to an arm
 *  Example: spiral({ classes: 3, seed: 1 }).rows  // 300  */
export function spiral(options: PointOptions & { readonly classes?: number; readonly turns?: number }): DataSet<2> {
  const where = 'spiral'
  const common = pointOptions(where, options, { rows: 300, noise: 0.2 }, ['classes', 'turns'])
  const classes = numberedClasses(where, 'arm', options.classes ?? 3, common.rows)
  const turns = checkNumber(where, 'turns', options.turns ?? 0.64, '[0, 100]')
  return points(classes, common, ({ label, index, count, random }) => {
    const radius = index / count
    const angle = TAU * (label / classes.length + turns * radius) + common.noise * random.normal()
    return [radius * sin(angle), radius * cos(angle)]
  })
}
