import type { DataSet } from '../../data/types.ts'
import type { Loss } from '../../network/types.ts'
import { varianceOf } from '../../train/score.ts'

/** The mean loss of the best answer that is the same for every row (for svm, of equal scores); nothing for losses of one's own, and for
 *  classes with weights or softened labels.
 *  Formula: softmax, binary-softmax: -Σ p·ln p over the classes' shares p of the rows, by their weights; svm: classes - 1; binary-svm: 2·min(p, 1 - p);
 *           mean-squared-error: the variance of the targets around the mean of each
 *  Example: chanceLoss(softmax(), data)  // 1.0986 for three classes of equal size  */
export function chanceLoss(loss: Loss, data: DataSet): number | undefined {
  const { kind } = loss
  const { y, rows, weights, classes = [] } = data
  const isChanged = 'options' in loss ? Object.keys(loss.options).length > 0 : 'smoothing' in loss || 'weights' in loss
  if (isChanged) return undefined
  const sums = classes.map(() => 0)
  if (classes.length > 0) y.forEach((label, row) => (sums[label]! += weights?.[row] ?? 1))
  const shares = sums.map((sum) => sum / rows)
  switch (kind) {
    case 'softmax':
    case 'binary-softmax':
      return -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)
    case 'svm':
      return shares.length - 1
    case 'binary-svm':
      return 2 * Math.min(...shares)
    case 'mean-squared-error':
      return varianceOf(data)
    default:
      return undefined
  }
}
