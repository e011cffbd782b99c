import type { Loss } from '../types.ts'

/** Softmax cross-entropy over the scores of a row, of which one class is right. The largest score is subtracted first, so that nothing overflows.
 *  Formula: -log(exp(s[y]) / Σ exp(s[j])), averaged over rows
 *  Shapes:  scores (batch, classes), y (batch) class numbers
 *  Source:  CS231n Linear Classification, "Softmax classifier"  */
export function softmax(): Loss & { readonly kind: 'softmax' } {
  return Object.freeze({ kind: 'softmax', target: 'index' })
}
