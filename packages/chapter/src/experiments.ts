// The experiments in the order of the text.
import type { Experiment } from './experiment.ts'
import { counting } from './experiments/07-counting.ts'

export const experiments: readonly Experiment[] = [counting]
