// Every loss, one a line: the library's public names and the catalogue are made of this list.

export { binarySoftmax } from './binary-softmax.ts'
export { binarySvm } from './binary-svm.ts'
export { meanSquaredError } from './mean-squared-error.ts'
export { softmax } from './softmax.ts'
export { svm } from './svm.ts'
