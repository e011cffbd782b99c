import type { Backend } from '../backend/backend.ts'
import { networkFromData } from '../network/from-data.ts'
import type { Node } from '../network/types.ts'
import { createModel } from './model.ts'
import type { Model } from './types.ts'

/** The model with other nodes and parameters, rounded to 32 bits; all else stays.
 *  Throws:  NumberError for a parameter that leaves the range of 32 bits */
export function rebuilt<Given extends Model>(
  where: string,
  model: Given,
  nodes: readonly Node[],
  parameters: Readonly<Record<string, ArrayLike<number>>>,
  device: Backend | undefined,
): Given {
  const rounded = Object.entries(parameters).map(([name, values]) => [name, Float32Array.from(values)] as const)
  const network = networkFromData({ ...model.network, nodes }, where)
  const parts = { ...model, network, parameters: Object.fromEntries(rounded) }
  return createModel(parts, { where, ...(device && { device }) }) as Model as Given
}
