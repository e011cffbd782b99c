import { glorot } from '../initializers/glorot.ts'
import { builtIn } from './built-in.ts'

/** Sigmoid: squashes a sum to the range from 0 to 1, once read as a firing rate. It saturates at both ends, where its gradient dies.
 *  Formula: h = 1/(1 + exp(-z)); its derivative is h·(1 - h), at most 1/4.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  CS231n Neural Networks 1, "Sigmoid"
 *  Example: sigmoid().value(0)  // 0.5  */
export const sigmoid = /* @__PURE__ */ builtIn(
  'sigmoid',
  {},
  { value: 'sigmoid(z)', derivative: 'h * (1 - h)' },
  /* @__PURE__ */ glorot(),
)
