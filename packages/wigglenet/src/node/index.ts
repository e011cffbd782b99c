// What only Node has: files.
export { blas } from './blas.ts'
export { checkpointFile } from './checkpoints.ts'
export { readFileBytes, writeFileSafely } from './files.ts'
export { loadModel, saveModel } from './models.ts'
export { threads } from './threads.ts'
