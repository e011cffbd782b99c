// What only browsers have: workers.
export type { Copies, CopiesOptions, CopyEvent, CopyOptions } from '../search/copies.ts'
export { fitCopies } from './fit-copies.ts'
export { fitInWorker } from './fit-in-worker.ts'
export { threads } from './threads.ts'
