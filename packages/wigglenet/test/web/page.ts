// The page of fit-in-worker.test.ts.
import { fitInWorker } from '../../src/web/fit-in-worker.ts'
import { data, net, programsOf } from './programs.ts'

export const { whole, left, failing } = programsOf(fitInWorker)

/** Milliseconds that a timer of the page waited at most while a worker trained for half a second. */
export async function longestPause(): Promise<number> {
  const controller = new AbortController()
  const model = fitInWorker(net, data, { epochs: 2147483647, signal: controller.signal }).model
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  setTimeout(() => controller.abort(), 500)
  await model
  clearInterval(timer)
  return longest
}
