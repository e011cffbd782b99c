// Workers of a page for the worker program, started from text: no file is fetched, so it works from file:// and without a network.
import type { WorkerHandle, Workshop } from '../search/worker-line.ts'
import { workerSource } from '../search/worker-source.ts'

/** What `where` needs to run in workers. */
export function workshop(where: string): Workshop {
  return {
    where,
    start: startWorker,
    processors,
    threads: () => (globalThis.crossOriginIsolated ? Math.min(64, processors()) : 1),
    fix: "Let the page's content security policy allow worker-src blob:, or train with fit.",
  }
}

export const processors = (): number => navigator.hardwareConcurrency || 1

/** Starts a thread that helps: in a page, or, as text in the worker program, in a worker. It needs nothing from around it. */
export function hire(program: string, help: object): void {
  const source = `onmessage = ({ data: { module, memory, board, own } }) => { ${program} close() }`
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  new Worker(address).postMessage(help)
}

function startWorker(): WorkerHandle {
  const address = URL.createObjectURL(
    new Blob([`${workerSource}\nwigglenetWorker.serve(self, ${hire})`], { type: 'text/javascript' }),
  )
  const release = () => URL.revokeObjectURL(address)
  let worker: Worker
  try {
    worker = new Worker(address)
  } catch (error) {
    release()
    throw error
  }
  return {
    post: (order) => worker.postMessage(order),
    listen(heard, lost) {
      worker.onmessage = ({ data }) => heard(data)
      worker.onmessageerror = () => lost('a message that could not be read')
      worker.onerror = (event) => {
        event.preventDefault() // the run throws it
        lost(event.message ?? 'an error before it started')
      }
    },
    hold() {},
    async end() {
      worker.terminate()
      release()
    },
  }
}
