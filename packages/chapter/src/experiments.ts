// The experiments in the order of the text.
import type { Experiment } from './experiment.ts'
import { scores } from './experiments/01-scores.ts'
import { oneNeuron } from './experiments/02-one-neuron.ts'
import { counting } from './experiments/07-counting.ts'

export const experiments: readonly Experiment[] = [scores, oneNeuron, counting]
