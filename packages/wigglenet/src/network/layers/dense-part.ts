// What a dense layer becomes.
import type { LayerPart } from '../part.ts'
import type { Dense } from '../types.ts'
import { buildActivation, learnedTensors } from './activated.ts'
import { buildWeighted, tensorsOf } from './weighted.ts'

export const densePart: LayerPart<Dense> = {
  tensors: (node) => [...tensorsOf(node), ...learnedTensors(node)],
  build: (node, plan) =>
    buildWeighted(node, plan, ({ affine, affineBack }, h) => {
      const { z, activate, back } = buildActivation(node.name, node.activation, node.units, plan, h)
      affine('', z)
      activate()
      return (slope) => {
        back(slope)
        affineBack('', slope)
      }
    }),
}
