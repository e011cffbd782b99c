import type { DataSet } from '../types.ts'
import { type PointOptions, pointOptions, points } from './points.ts'

/** Points in the square from -1 to 1; the class says whether both coordinates have the same sign. No line can part them.
 *  Shapes:  X (rows, 2), y (rows)
 *  Options: rows, default 200; noise of each coordinate, added after the class is set, default 0; seed
 *  Throws:  OptionError for an option out of range
 *  Example: xor({ seed: 1 }).classes  // ['same', 'different']  */
export function xor(options: PointOptions): DataSet<2> {
  const common = pointOptions('xor', options, { rows: 200, noise: 0 }, [])
  return points(['same', 'different'], common, ({ label, random }) => {
    const x = 2 * random.uniform() - 1
    const sameSign = x < 0 ? -1 : 1
    const y = random.uniform() * (label === 0 ? sameSign : -sameSign)
    return [x + common.noise * random.normal(), y + common.noise * random.normal()]
  })
}
