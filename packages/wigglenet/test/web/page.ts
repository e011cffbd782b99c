// The page of fit-in-worker.test.ts.
import { fingerprint } from '../../src/number/hash.ts'
import { fit } from '../../src/train/fit.ts'
import { fitCopies } from '../../src/web/fit-copies.ts'
import { fitInWorker } from '../../src/web/fit-in-worker.ts'
import { threads } from '../../src/web/threads.ts'
import { data, large, net, programsOf } from './programs.ts'

export const { whole, left, failing } = programsOf(fitInWorker)

let running: { readonly controller: AbortController; readonly model: ReturnType<typeof fitInWorker>['model'] }

/** Begins a run that only its signal ends. */
export function begin(): void {
  const controller = new AbortController()
  running = { controller, model: fitInWorker(net, data, { epochs: 2147483647, signal: controller.signal }).model }
}

/** Ends it, and tells whether it has trained. */
export async function end(): Promise<boolean> {
  running.controller.abort()
  return (await running.model).provenance.steps > 0
}

/** The bits of copies that were trained in two workers, what their events were, and whether they could share memory. */
export async function copies() {
  const run = fitCopies(net, data, { copies: 5, workers: 2, epochs: 4 })
  const epochs = [0, 0, 0, 0, 0]
  for await (const event of run) if (event.kind === 'epoch') epochs[event.copy]!++
  const bits = (await run.models).map(({ parameters }) => fingerprint(...Object.values(parameters)))
  return { epochs, bits, sharing: typeof SharedArrayBuffer !== 'undefined' }
}

const bitsOf = async ({ model }: { readonly model: ReturnType<typeof fitInWorker>['model'] }) =>
  fingerprint(...Object.values((await model).parameters))

/** The bits of a network whose products are shared out among threads, in a worker. */
export async function largeInWorker(): Promise<string> {
  const [rows, network] = large()
  return bitsOf(fitInWorker(network, rows, { epochs: 3, batch: 64 }))
}

/** The same in the page itself, on two threads. */
export async function largeInPage(): Promise<string> {
  const [rows, network] = large()
  return bitsOf(fit(network, rows, { epochs: 3, batch: 64, device: threads({ count: 2 }) }))
}

/** What asking for two threads says. */
export function twoThreads(): string {
  try {
    return threads({ count: 2 }).name
  } catch (error) {
    return (error as Error).message
  }
}
