// Workers of Node for the worker program.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { WorkerHandle, Workshop } from '../search/worker-line.ts'
import { workerSource } from '../search/worker-source.ts'

/** What `where` needs to run in workers. */
export function workshop(where: string): Workshop {
  return {
    where,
    start: startWorker,
    processors: availableParallelism,
    threads: () => Math.min(64, availableParallelism()),
    fix: 'Use fewer workers or less memory, or train with fit.',
  }
}

/** How a worker starts a thread that helps it: see `hire` of threads.ts. */
const hireText = `(program, help) => {
  const { Worker } = require('node:worker_threads')
  const source = "const { workerData: { module, memory, board, own } } = require('node:worker_threads');" + program
  const worker = new Worker(source, { eval: true, execArgv: [], workerData: help })
  worker.on('error', () => {}).unref()
}`

function startWorker(): WorkerHandle {
  const program = `${workerSource}\nwigglenetWorker.serve(require('node:worker_threads').parentPort, ${hireText})`
  const worker = new Worker(program, { eval: true, execArgv: [] })
  return {
    post: (order) => worker.postMessage(order),
    listen(heard, lost) {
      worker.on('message', heard)
      worker.on('error', lost)
      worker.on('messageerror', lost)
      worker.on('exit', (code) => lost(`exit code ${code}`))
    },
    hold: (on) => (on ? worker.ref() : worker.unref()),
    end: () => worker.terminate(),
  }
}
