// Models that the tests of this folder share.
import { createModel } from '../../src/model/model.ts'
import type { Classifier, ModelParts } from '../../src/model/types.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import type { Network } from '../../src/network/types.ts'
import { provenance as plain } from '../model/parts.ts'

export const provenance = {
  ...plain,
  data: {
    ...plain.data,
    ranges: [
      [-1, 1],
      [-2, 2],
    ] as const,
  },
}

/** A classifier with drawn parameters: weights as their initializer says, biases and slopes normal with deviation 0.5. */
export function drawn(net: Network, seed = 1, more: Partial<ModelParts> = {}): Classifier {
  const biases = { kind: 'normal', deviation: 0.5 } as const
  const parameters = Object.fromEntries(
    parameterShapes(net).map((shape, i) => [
      shape.name,
      drawParameter(shape.role === 'weights' ? shape : { ...shape, initializer: biases }, seed, i),
    ]),
  )
  const classes = Array.from({ length: Math.max(2, net.outputs) }, (_, k) => `class ${k}`)
  const task = 'classification' as const
  return createModel({ network: net, parameters, loss: softmax(), task, classes, provenance, ...more }) as Classifier
}
