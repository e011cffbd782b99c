import type { DataSet } from '../data/types.ts'
import type { Plan } from '../plan/types.ts'

/** The targets of a data set as the loss of a plan reads them: -1 and 1 where it asks for those, and behind the targets of each row its weight
 *  where the plan has room for one. */
export function targetsFor(
  { loss, weighted }: Plan,
  { y, rows, targets, weights }: DataSet,
): Pick<DataSet, 'y' | 'targets'> {
  const signed = loss?.target === 'plus-minus'
  const width = weighted ? targets + 1 : targets
  const value = (_: unknown, i: number) => {
    const row = Math.floor(i / width)
    const k = i - row * width
    if (k === targets) return weights?.[row] ?? 1
    const target = y[row * targets + k]!
    return signed ? 2 * target - 1 : target
  }
  return { y: new Float32Array(rows * width).map(value), targets: width }
}
