import { builtIn } from './built-in.ts'

/** Binary support vector machine: the hinge loss on one output, whose sign is the class.
 *  Formula: max(0, 1 - y·s); its derivative at the margin is 0
 *  Shapes:  scores (batch, 1), y (batch) of -1 and +1
 *  Source:  CS231n Neural Networks 1, "Binary SVM classifier"  */
export const binarySvm = /* @__PURE__ */ builtIn(
  'binary-svm',
  {},
  { value: 'max(0, 1 - y * s)', derivative: 'y * s < 1 ? -y : 0' },
  'plus-minus',
)
