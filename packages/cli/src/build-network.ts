// Settings → a network.
import {
  alphaDropout,
  batchNorm,
  dense,
  type Layer,
  type Loss,
  maxNorm,
  maxout,
  type Network,
  network,
  OptionError,
  weightNoise,
} from 'wigglenet'
import { activations } from 'wigglenet/catalogue'
import { placed } from './failure.ts'
import { choose } from './flags.ts'

export interface NetworkSettings {
  readonly hidden: readonly number[]
  readonly activation: string
  /** Pieces; 0: dense layers. */
  readonly maxout: number
  readonly dropout: number
  /** The share of another dropout, which fits SELU; left out, none. */
  readonly alphaDropout?: number
  /** The deviation of noise on the weights of hidden layers; left out, none. */
  readonly weightNoise?: number
  /** The largest length of a hidden unit's weights; left out, any. */
  readonly maxNorm?: number
  /** Whether the sums of hidden layers are normalized. */
  readonly batchNorm?: boolean
}

/** A chain of hidden layers and scores.
 *  Throws:  OptionError for an unknown activation or a size out of range */
export function buildNetwork(inputs: number, outputs: number, settings: NetworkSettings): Network {
  const { hidden, maxout: pieces, dropout, alphaDropout: share, weightNoise: deviation, maxNorm: limit } = settings
  const make = choose('--activation', settings.activation, activations)
  const options = {
    dropout: share === undefined ? dropout : placed('--alpha-dropout', () => alphaDropout(share)),
    ...(limit !== undefined && { constraint: maxNorm(limit) }),
    ...(deviation !== undefined && { noise: placed('--weight-noise', () => weightNoise(deviation)) }),
  }
  const refuse = (where: string, expected: string, received: string): never => {
    throw new OptionError({ where, expected, received, fix: 'Leave one of them out.' })
  }
  const plain = dropout > 0 ? `--dropout ${dropout}` : undefined
  const dropped = share === undefined ? plain : `--alpha-dropout ${share}`
  const beside = pieces > 0 ? `--maxout ${pieces}` : dropped
  if (settings.batchNorm && beside) refuse('--batch-norm', 'it goes with neither --maxout nor dropout', beside)
  if (share !== undefined && plain) refuse('--alpha-dropout', 'it stands in the place of --dropout', `${plain} too`)
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
