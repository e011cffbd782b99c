// What only Node has: files, threads, system libraries.

export type { Copies, CopiesOptions, CopyEvent, CopyOptions } from '../search/copies.ts'
export { autoDevice, type DeviceChoice, measureDevices, type StepTime } from './auto.ts'
export { blas } from './blas.ts'
export { type BlasLibrary, blasLibrary } from './blas-library.ts'
export { checkpointFile } from './checkpoints.ts'
export { readFileBytes, writeFileSafely } from './files.ts'
export { fitCopies } from './fit-copies.ts'
export { fitInWorker } from './fit-in-worker.ts'
export { loadModel, saveModel } from './models.ts'
export { threads } from './threads.ts'
