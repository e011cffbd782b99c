import { builtIn } from './built-in.ts'

/** ReLU: the sum thresholded at zero. A unit whose sum is never positive gets no gradient and is dead.
 *  Formula: h = max(0, z); its derivative is 1 for z > 0 and 0 elsewhere, at 0 too.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  CS231n Neural Networks 1, "ReLU"; initialized as in He et al. 2015, arXiv:1502.01852
 *  Example: relu().value(-2)  // 0  */
export const relu = /* @__PURE__ */ builtIn('relu', {}, { value: 'max(0, z)', derivative: 'h > 0 ? 1 : 0' })
