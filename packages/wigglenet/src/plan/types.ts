// What a backend runs: ordered steps over named buffers of fixed shape. Frozen data; no step knows which backend runs it.
import type { PlanBuffer } from '../kernel/place.ts'
import type { Step } from '../network/steps.ts'
import type { Loss, Network, ParameterShape } from '../network/types.ts'
import type { Optimizer } from '../optimizer/types.ts'

export interface Plan {
  readonly network: Network
  readonly loss: Loss | undefined
  readonly optimizer: Optimizer | undefined
  /** Whether each row has a weight: the last column of the targets. */
  readonly weighted: boolean
  /** The most rows that one step takes. */
  readonly batch: number
  readonly parameters: readonly ParameterShape[]
  readonly buffers: ReadonlyMap<string, PlanBuffer>
  /** Gather, then layer by layer; the last step's output is `scores`. */
  readonly forward: readonly Step[]
  /** Loss, then the layers in reverse; empty without a loss. */
  readonly backward: readonly Step[]
  /** Regularization and the update of each parameter; empty without an optimizer. */
  readonly update: readonly Step[]
  /** Name of the buffer with the network's scores. */
  readonly scores: string
  /** How many noise and dropout streams there are, and their amounts by stream. */
  readonly noise: readonly number[]
  readonly dropout: readonly number[]
}
