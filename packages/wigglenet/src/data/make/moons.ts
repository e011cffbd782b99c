import { cos, sin } from '../../number/circular.ts'
import type { DataSet } from '../types.ts'
import { type PointOptions, pointOptions, points } from './points.ts'

/** Two half circles of radius 1, each with an end inside the other.
 *  Shapes:  X (rows, 2), y (rows)
 *  Options: rows, default 200; noise of each coordinate, default 0.1; seed
 *  Throws:  OptionError for an option out of range
 *  Example: moons({ seed: 1 }).classes  // ['upper', 'lower']  */
export function moons(options: PointOptions): DataSet<2> {
  const common = pointOptions('moons', options, { rows: 200, noise: 0.1 }, [])
  return points(['upper', 'lower'], common, ({ label, index, count, random }) => {
    const angle = (Math.PI * (index - 0.5)) / count
    const x = label === 0 ? cos(angle) : 1 - cos(angle)
    const y = label === 0 ? sin(angle) : 0.5 - sin(angle)
    return [x + common.noise * random.normal(), y + common.noise * random.normal()]
  })
}
