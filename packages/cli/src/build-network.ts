// Settings → a network.
import { batchNorm, dense, type Layer, type Loss, maxNorm, maxout, type Network, network, OptionError } from 'wigglenet'
import { activations } from 'wigglenet/catalogue'
import { placed } from './failure.ts'
import { choose } from './flags.ts'

export interface NetworkSettings {
  readonly hidden: readonly number[]
  readonly activation: string
  /** Pieces; 0: dense layers. */
  readonly maxout: number
  readonly dropout: number
  /** The largest length of a hidden unit's weights; left out, any. */
  readonly maxNorm?: number
  /** Whether the sums of hidden layers are normalized. */
  readonly batchNorm?: boolean
}

/** A chain of hidden layers and scores.
 *  Throws:  OptionError for an unknown activation or a size out of range */
export function buildNetwork(inputs: number, outputs: number, settings: NetworkSettings): Network {
  const { hidden, maxout: pieces, dropout, maxNorm: limit } = settings
  const make = choose('--activation', settings.activation, activations)
  const options = { dropout, ...(limit !== undefined && { constraint: maxNorm(limit) }) }
  if (settings.batchNorm && (pieces > 0 || dropout > 0)) {
    throw new OptionError({
      where: '--batch-norm',
      expected: 'it goes with neither --maxout nor --dropout',
      received: pieces > 0 ? `--maxout ${pieces}` : `--dropout ${dropout}`,
      fix: 'Leave one of them out.',
    })
  }
  const layers = hidden.flatMap((units): Layer[] =>
    pieces > 0
      ? [maxout(units, { pieces, ...options })]
      : settings.batchNorm
        ? [dense(units, options), batchNorm(make())]
        : [dense(units, make(), options)],
  )
  return network(inputs, [...layers, dense(outputs)])
}

/** Scores that the loss needs for these data. */
export function outputsFor(loss: Loss, classes: readonly string[] | undefined, targets: number): number {
  if (loss.target === 'index') return classes?.length ?? targets
  return loss.target === 'number' ? targets : 1
}

/** A network from a text for which `isSpec` holds, such as 784-128-10: inputs, hidden units, outputs.
 *  Throws:  OptionError for a size out of range */
export function networkFromSpec(spec: string, settings: Omit<NetworkSettings, 'hidden'>): Network {
  const sizes = spec.split('-').map(Number)
  return placed(spec, () => buildNetwork(sizes[0]!, sizes.at(-1)!, { ...settings, hidden: sizes.slice(1, -1) }))
}

/** Whether a text is meant as the sizes of a network. */
export function isSpec(text: string): boolean {
  return /^\d+(-\d+)+$/.test(text)
}
