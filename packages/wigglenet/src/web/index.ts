// What only browsers have: workers.
export { fitInWorker } from './fit-in-worker.ts'
