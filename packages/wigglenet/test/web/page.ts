// The page of fit-in-worker.test.ts.
import { fingerprint } from '../../src/number/hash.ts'
import { fitCopies } from '../../src/web/fit-copies.ts'
import { fitInWorker } from '../../src/web/fit-in-worker.ts'
import { data, net, programsOf } from './programs.ts'

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
