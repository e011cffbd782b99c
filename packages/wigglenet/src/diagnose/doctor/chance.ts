import type { DataSet } from '../../data/types.ts'
import type { Loss } from '../../network/types.ts'

/** The mean loss of the best answer that is the same for every row (for svm, of equal scores); nothing for losses of one's own, and for
 *  classes with weights or softened labels.
 *  Formula: softmax, binary-softmax: -Σ p·ln p over the classes' shares p; svm: classes - 1; binary-svm: 2·min(p, 1 - p);
 *           mean-squared-error: the variance of the targets around the mean of each
 *  Example: chanceLoss(softmax(), data)  // 1.0986 for three classes of equal size  */
export function chanceLoss(loss: Loss, { y, rows, targets, classes }: DataSet): number | undefined {
  const { kind } = loss
  const isChanged = 'options' in loss ? Object.keys(loss.options).length > 0 : 'smoothing' in loss || 'weights' in loss
  if (isChanged) return undefined
  const shares = (classes ?? []).map((_, k) => y.reduce((count, label) => count + (label === k ? 1 : 0), 0) / rows)
  switch (kind) {
    case 'softmax':
    case 'binary-softmax':
      return -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)
    case 'svm':
      return shares.length - 1
    case 'binary-svm':
      return 2 * Math.min(...shares)
    case 'mean-squared-error':
      return varianceOf(y, rows, targets)
    default:
      return undefined
  }
}

function varianceOf(y: Float32Array, rows: number, targets: number): number {
  let squares = 0
  for (let k = 0; k < targets; k++) {
    let sum = 0
    for (let row = 0; row < rows; row++) sum += y[row * targets + k]!
    for (let row = 0; row < rows; row++) squares += (y[row * targets + k]! - sum / rows) ** 2
  }
  return squares / (rows * targets)
}
