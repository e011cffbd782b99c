import type { DataSet } from '../data/types.ts'
import type { Plan } from '../plan/types.ts'

/** The targets of a data set as the loss of a plan reads them: -1 and 1 where it asks for those, and behind the targets of each row its weight
 *  where the plan has room for one. */
export function targetsFor(
  { loss, weighted }: Plan,
  { y, rows, targets, weights }: DataSet,
): Pick<DataSet, 'y' | 'targets'> {
  const signed = loss?.target === 'plus-minus'
  if (!weighted && !signed) return { y, targets }
  const width = weighted ? targets + 1 : targets
  const all = new Float32Array(rows * width)
  for (let i = 0; i < all.length; i++) {
    const [row, k] = [Math.floor(i / width), i % width]
    const value = y[row * targets + k]!
    all[i] = k === targets ? (weights?.[row] ?? 1) : signed ? 2 * value - 1 : value
  }
  return { y: all, targets: width }
}
