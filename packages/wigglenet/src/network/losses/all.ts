// Every loss, one a line: the library's public names and the catalogue are made of this list.

export { absoluteError } from './absolute-error.ts'
export { binarySoftmax } from './binary-softmax.ts'
export { binarySvm } from './binary-svm.ts'
export { huber } from './huber.ts'
export { logCosh } from './log-cosh.ts'
export { meanSquaredError } from './mean-squared-error.ts'
export { poisson } from './poisson.ts'
export { quantile } from './quantile.ts'
export { softmax } from './softmax.ts'
export { squaredHinge } from './squared-hinge.ts'
export { svm } from './svm.ts'
