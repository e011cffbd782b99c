import { builtIn } from './built-in.ts'

/** Mean squared error, for regression.
 *  Formula: (s - y)², averaged over rows and outputs (no factor 1/2)
 *  Shapes:  scores (batch, targets), y (batch, targets)  */
export const meanSquaredError = /* @__PURE__ */ builtIn(
  'mean-squared-error',
  {},
  { value: '(s - y) * (s - y)', derivative: '2 * (s - y)' },
  'number',
)
