import { builtIn } from './built-in.ts'

/** ReLU6: a ReLU cut off at 6, which keeps numbers in a range that few bits can hold.
 *  Formula: h = max(0, min(z, 6)); its derivative is 1 between 0 and 6, and 0 elsewhere, at 0 and 6 too
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Krizhevsky 2010, "Convolutional Deep Belief Networks on CIFAR-10"; Howard et al. 2017, arXiv:1704.04861
 *  Example: relu6().value(8)  // 6  */
export const relu6 = /* @__PURE__ */ builtIn(
  'relu6',
  {},
  { value: 'max(0, min(z, 6))', derivative: '(h > 0) * (h < 6)' },
)
