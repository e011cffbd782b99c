import { show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import type { Backend } from './backend.ts'
import { wasm } from './wasm/wasm.ts'

let standard: Backend = wasm

/** Sets which backend runs where no `device` is given. */
export function setStandardDevice(device: Backend): void {
  standard = device
}

/** The backend that was given as `device`, or the standard one: `wasm`, and in Node `threads()`, whose bits are the same.
 *  Throws:  OptionError for anything else, such as a name */
export function resolveDevice(where: string, given: Backend = standard): Backend {
  if (typeof given?.prepare === 'function') return given
  throw new OptionError({
    where,
    expected: 'device must be a backend, such as wasm or reference',
    received: show(given),
    fix: 'Import one from wigglenet, as in { device: reference }.',
  })
}
