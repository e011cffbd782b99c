// Whether a data set can go through a network.
import { show } from '../check/check.ts'
import { DataError, refuse, ShapeError } from '../check/errors.ts'
import { checkMade } from '../check/options.ts'
import type { DataSet } from '../data/types.ts'
import type { Network } from '../network/types.ts'

/** Refuses what is no network or no data set, and data whose rows are not as wide as the network's input.
 *  Throws:  OptionError, DataError or ShapeError */
export function checkData(where: string, network: Network, data: DataSet): void {
  const fields = { kind: 'string', nodes: 'object' } as const
  checkMade<Network>(where, 'the network', network, fields, ['network()', 'networkFromData'])
  if (data?.kind !== 'data' || !ArrayBuffer.isView(data.X)) {
    refuse(
      where,
      'data must be a data set, such as examples() makes',
      show(data),
      'Pass rows through examples({ X, y }).',
      DataError,
    )
  }
  if (data.inputs === network.inputs) return
  refuse(
    where,
    `the data must have ${network.inputs} inputs, the width of the network`,
    `${data.inputs}`,
    `Give data of that width, or start with network(${data.inputs}, …).`,
    ShapeError,
  )
}
