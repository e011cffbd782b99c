// The `threads` device in a browser: the wasm backend, its large matrix products shared out among workers.
import type { Backend } from '../backend/backend.ts'
import { type Help, helper } from '../backend/wasm/board.ts'
import { crewBackend } from '../backend/wasm/crew.ts'
import { checkFlag, checkNames, checkWhole } from '../check/check.ts'
import { UnsupportedError } from '../check/errors.ts'
import { hire, processors } from './workshop.ts'

/** The wasm backend on several threads, with the bits of one; a network whose products are small stays on one thread. Threads need memory that
 *  is shared, which a page has if it is cross-origin isolated; without it, the default is one thread. A page stays free only if this runs in a worker:
 *  `fitInWorker` has these threads by itself.
 *  Options: count, threads in all, whole, in [1, 64], default the processors of the machine, or 1 where memory cannot be shared
 *           fast, fused multiply-adds as in `fast()`, default false
 *  Throws:  OptionError when an option is outside its interval; UnsupportedError for several threads where memory cannot be shared
 *  Example: fit(net, data, { device: threads() })  */
export function threads(options: { readonly count?: number; readonly fast?: boolean } = {}): Backend {
  checkNames('threads', options, ['count', 'fast'])
  const isolated = globalThis.crossOriginIsolated === true
  const count = checkWhole('threads', 'count', options.count ?? (isolated ? Math.min(64, processors()) : 1), '[1, 64]')
  if (count > 1 && !isolated) {
    throw new UnsupportedError({
      where: 'threads',
      expected: 'the page must be cross-origin isolated for more than one thread',
      received: `count ${count} in a page that is not`,
      fix: 'Serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or leave count out.',
    })
  }
  return crewBackend({
    count,
    fast: checkFlag('threads', 'fast', options.fast ?? false),
    hire: (help: Help) => hire(helper(), help),
  })
}
