// The `threads` device in Node: the wasm backend, its large matrix products shared out among threads of this process. Node's own modules are taken
// as they are needed, not imported, so that this file may lie in one with what pages read too: a process starts sooner for each file fewer.
import type { Backend } from '../backend/backend.ts'
import { type Help, helper } from '../backend/wasm/board.ts'
import { crewBackend, worthSharing } from '../backend/wasm/crew.ts'
import { checkFlag, checkNames, checkWhole } from '../check/check.ts'

/** The wasm backend on several threads, with the bits of one; a network whose products are small stays on one thread. Images are read from
 *  the array of bytes that they came in, which must stay as it is until the run has ended.
 *  Options: count, threads in all, whole, in [1, 64], default the processors of the machine
 *           fast, fused multiply-adds as in `fast()`, default false
 *           leastMultiplyAdds, the smallest product that is shared out, whole, in [0, 2^53 - 1], default 500,000
 *  Throws:  OptionError when an option is outside its interval
 *  Example: fit(net, data, { device: threads() })  */
export function threads(
  options: { readonly count?: number; readonly fast?: boolean; readonly leastMultiplyAdds?: number } = {},
): Backend {
  checkNames('threads', options, ['count', 'fast', 'leastMultiplyAdds'])
  const { availableParallelism } = process.getBuiltinModule('node:os')
  return crewBackend({
    count: checkWhole('threads', 'count', options.count ?? Math.min(64, availableParallelism()), '[1, 64]'),
    fast: checkFlag('threads', 'fast', options.fast ?? false),
    leastMultiplyAdds: checkWhole(
      'threads',
      'leastMultiplyAdds',
      options.leastMultiplyAdds ?? worthSharing,
      `[0, ${Number.MAX_SAFE_INTEGER}]`,
    ),
    hire,
  })
}

/** Starts a thread that does not keep the process alive, nor ends it: one that cannot begin just does not help. */
export function hire(help: Help): void {
  // Node needs some ms to load this module: a process that never hires a thread starts without it.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker = new Worker(program(), { eval: true, execArgv: [], workerData: help })
  worker.on('error', () => {}).unref()
}

const program = () =>
  `const { workerData: { module, memory, board, own } } = require('node:worker_threads')\n${helper()}`
