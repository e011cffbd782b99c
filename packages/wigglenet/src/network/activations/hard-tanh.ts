import { glorot } from '../initializers/glorot.ts'
import { builtIn } from './built-in.ts'

/** Hard tanh: the sum itself between -1 and 1, cut off outside.
 *  Formula: h = max(-1, min(z, 1)); its derivative is 1 between -1 and 1, and 0 elsewhere, at ±1 too
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Collobert 2004, "Large Scale Machine Learning"
 *  Example: hardTanh().value(-3)  // -1  */
export const hardTanh = /* @__PURE__ */ builtIn(
  'hard-tanh',
  {},
  { value: 'max(-1, min(z, 1))', derivative: 'abs(h) < 1' },
  /* @__PURE__ */ glorot(),
)
