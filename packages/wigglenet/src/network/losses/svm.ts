import type { Loss } from '../types.ts'

/** Multiclass support vector machine: each wrong class is to score at least 1 below the right one. The notes' sum, divided by rows only.
 *  Formula: Σ over j ≠ y of max(0, s[j] - s[y] + 1), averaged over rows; the derivative of a term that is 0 is 0
 *  Shapes:  scores (batch, classes), y (batch) class numbers
 *  Source:  CS231n Linear Classification, "Multiclass Support Vector Machine loss"  */
export function svm(): Loss & { readonly kind: 'svm' } {
  return Object.freeze({ kind: 'svm', target: 'index' })
}
