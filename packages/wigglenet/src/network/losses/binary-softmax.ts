import { builtIn } from './built-in.ts'

/** Binary softmax, or logistic regression: sigmoid(s) of the one output is the probability of class 1.
 *  Formula: -log(sigmoid(s)) for y = 1, -log(1 - sigmoid(s)) for y = 0, written from the score so that nothing overflows
 *  Shapes:  scores (batch, 1), y (batch) of 0 and 1
 *  Source:  CS231n Neural Networks 1, "Binary Softmax classifier"  */
export const binarySoftmax = /* @__PURE__ */ builtIn(
  'binary-softmax',
  {},
  { value: 'max(0, s) - s * y + log(1 + exp(-abs(s)))', derivative: 'sigmoid(s) - y' },
  'zero-one',
)
