// Where everything stands in the one memory: a control block, the table of per-step values, scratch, then the plan's buffers. Data sets
// come behind them. Rows are padded to whole vectors; weights and all that belongs to them are kept transposed, as (inputs, units).

import * as control from '../../kernel/control.ts'
import type { Layout, Place } from '../../kernel/place.ts'
import { strideOf } from '../../kernel/stride.ts'
import type { Plan } from '../../plan/types.ts'
import { panelBytes } from './products.ts'

/** Steps that one call can take: rows of the table of per-step values. */
const tableRows = 1024

export function layOut(plan: Plan): Layout {
  let end = Math.ceil((control.streams + 12 * (plan.noise.length + plan.dropout.length)) / 64) * 64
  const take = (bytes: number) => {
    const address = end
    end = Math.ceil((end + bytes) / 64) * 64
    return address
  }
  const tableStride = plan.optimizer ? 2 + Object.keys(plan.optimizer.perStep).length : 2
  const table = take(tableRows * tableStride * 4)
  const longest = Math.max(...[...plan.buffers.values()].map(({ columns }) => columns))
  const panel = take(Math.max(panelBytes(longest), (plan.batch + 4) * 48, 4 * longest))
  const words = take(64)
  const rowScratch = take(8 * (plan.batch + 4))
  const places = new Map<string, Place>()
  for (const buffer of plan.buffers.values()) {
    const owner = buffer.of === undefined ? buffer : plan.buffers.get(buffer.of)!
    const transposed = owner.role === 'weights'
    const [storedRows, storedColumns] = transposed ? [buffer.columns, buffer.rows] : [buffer.rows, buffer.columns]
    const stride = strideOf(storedColumns)
    const address = take(Math.ceil(storedRows / 4) * 4 * stride * 4 + 16)
    places.set(buffer.name, { ...buffer, address, stride, storedRows, storedColumns, transposed })
  }
  const noise = control.streams
  return {
    places,
    tableStride,
    tableRows,
    table,
    panel,
    words,
    rowScratch,
    noise,
    dropout: noise + 4 * plan.noise.length,
    end,
  }
}
