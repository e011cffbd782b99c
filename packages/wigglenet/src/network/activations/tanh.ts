import { glorot } from '../initializers/glorot.ts'
import { builtIn } from './built-in.ts'

/** Tanh: squashes a sum to the range from -1 to 1; a sigmoid scaled to be centred at zero.
 *  Formula: h = tanh(z) = 2·sigmoid(2z) - 1; its derivative is 1 - h², written (1 - h)·(1 + h) to lose no digits near ±1.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  CS231n Neural Networks 1, "Tanh"
 *  Example: tanh().value(1000)  // 1  */
export const tanh = /* @__PURE__ */ builtIn(
  'tanh',
  {},
  { value: 'tanh(z)', derivative: '(1 - h) * (1 + h)' },
  /* @__PURE__ */ glorot(),
)
