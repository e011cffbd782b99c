import { builtIn } from './built-in.ts'

/** Squared hinge: a binary support vector machine whose loss has no kink; rows inside the margin cost the square of what they lack.
 *  Formula: max(0, 1 - y·s)²; its derivative is -2·y·max(0, 1 - y·s)
 *  Shapes:  scores (batch, 1), y (batch) of -1 and +1
 *  Source:  Lee and Mangasarian 2001, "SSVM"; Tang 2013, arXiv:1306.0239, section 2.2  */
export const squaredHinge = /* @__PURE__ */ builtIn(
  'squared-hinge',
  {},
  { value: 'max(0, 1 - y * s)^2', derivative: '-2 * y * max(0, 1 - y * s)' },
  'plus-minus',
)
