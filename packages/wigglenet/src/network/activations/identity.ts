import { glorot } from '../initializers/glorot.ts'
import { builtIn } from './built-in.ts'

/** Identity: no activation, as on the output layer, whose numbers are scores.
 *  Formula: h = z; its derivative is 1.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  CS231n Neural Networks 1, "Output layer"
 *  Example: identity().value(-2)  // -2  */
export const identity = /* @__PURE__ */ builtIn(
  'identity',
  {},
  { value: 'z', derivative: '1' },
  /* @__PURE__ */ glorot(),
)
