import { glorot } from '../initializers/glorot.ts'
import { builtIn } from './built-in.ts'

/** Hard sigmoid: a straight line from 0 at z = -3 to 1 at z = 3, flat outside.
 *  Formula: h = max(0, min(z/6 + 0.5, 1)); its derivative is 1/6 between -3 and 3, and 0 elsewhere, at ±3 too
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Howard et al. 2019, arXiv:1905.02244, section 5.2, as in PyTorch and Keras 3; older libraries have the slope 0.2
 *  Example: hardSigmoid().value(1.5)  // 0.75  */
export const hardSigmoid = /* @__PURE__ */ builtIn(
  'hard-sigmoid',
  {},
  { value: 'max(0, min(z / 6 + 0.5, 1))', derivative: '(h > 0) * (h < 1) / 6' },
  /* @__PURE__ */ glorot(),
)
