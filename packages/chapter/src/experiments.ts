// The experiments in the order of the text.
import type { Experiment } from './experiment.ts'
import { scores } from './experiments/01-scores.ts'
import { oneNeuron } from './experiments/02-one-neuron.ts'
import { saturationAndZigZag } from './experiments/03-saturation.ts'
import { convergence } from './experiments/04-convergence.ts'
import { dyingRelu } from './experiments/05-dying-relu.ts'
import { maxoutUnits } from './experiments/06-maxout.ts'
import { counting } from './experiments/07-counting.ts'
import { approximation } from './experiments/08-approximation.ts'
import { capacity } from './experiments/09-capacity.ts'
import { regularization } from './experiments/10-regularization.ts'
import { lossLandscapes } from './experiments/11-loss-landscapes.ts'
import { depth } from './experiments/12-depth.ts'
import { neuronTypes } from './experiments/13-neuron-types.ts'

export const experiments: readonly Experiment[] = [
  scores,
  oneNeuron,
  saturationAndZigZag,
  convergence,
  dyingRelu,
  maxoutUnits,
  counting,
  approximation,
  capacity,
  regularization,
  lossLandscapes,
  depth,
  neuronTypes,
]
