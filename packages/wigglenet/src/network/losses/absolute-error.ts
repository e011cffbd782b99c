import { builtIn } from './built-in.ts'

/** Absolute error, for regression that is not to follow outliers: at its least the scores are medians.
 *  Formula: |s - y|, averaged over rows and outputs; its derivative is the sign of s - y, and 0 at s = y
 *  Shapes:  scores (batch, targets), y (batch, targets)
 *  Source:  Bishop 2006, Pattern Recognition and Machine Learning, section 1.5.5  */
export const absoluteError = /* @__PURE__ */ builtIn(
  'absolute-error',
  {},
  { value: 'abs(s - y)', derivative: 'sign(s - y)' },
  'number',
)
