// What only Node has: files, threads, system libraries.
export { blas } from './blas.ts'
export { checkpointFile } from './checkpoints.ts'
export { readFileBytes, writeFileSafely } from './files.ts'
export { fitInWorker } from './fit-in-worker.ts'
export { loadModel, saveModel } from './models.ts'
export { threads } from './threads.ts'
