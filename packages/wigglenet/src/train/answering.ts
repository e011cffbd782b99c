import type { Backend, Execution } from '../backend/backend.ts'
import { show } from '../check/check.ts'
import { ShapeError } from '../check/errors.ts'
import { cutBehind, nodeOf } from '../network/cut-behind.ts'
import type { Network } from '../network/types.ts'
import { compile } from '../plan/compile.ts'
import { maskUnits } from '../plan/masks.ts'

/** Rows of a step. */
const BATCH = 256

/** What computes the outputs of any layer of a network for encoded rows, again and again: the network is cut off behind the layer and
 *  compiled once, and `load` gives it its numbers at each call. Units can be off.
 *  Throws:  OptionError for a name that is no layer's; ShapeError when the lengths do not fit */
export function answering(network: Network, device: Backend, load: (part: Execution) => void) {
  const where = 'answersInto'
  const parts = new Map<string, Execution>()
  return (name: string, X: Float32Array, out: Float32Array): void => {
    const node = nodeOf(where, network, name)
    const rows = X.length / network.inputs
    if (!Number.isInteger(rows) || out.length !== rows * node.units) {
      throw new ShapeError({
        where,
        expected: `X must have rows x ${network.inputs} numbers and out rows x ${node.units}`,
        received: `${show(X)} and ${show(out)}`,
        fix: 'Give whole rows.',
      })
    }
    const part =
      parts.get(name) ?? device.prepare(compile(cutBehind(network, node), { batch: BATCH, masks: maskUnits }))
    parts.set(name, part)
    load(part)
    out.set(part.scores(X, rows))
  }
}
