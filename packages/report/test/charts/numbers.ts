// Numbers made by hand, which more than one test draws.
import type { Slice } from 'wigglenet'

export const numbers = (...values: number[]) => Float64Array.from(values)

export const curves = {
  kind: 'learning-curves',
  epoch: numbers(1, 2, 3),
  step: numbers(10, 20, 30),
  rate: numbers(0.1, 0.1, 0.1),
  loss: numbers(1, 0.5, 0.25),
  penalty: numbers(0, 0, 0),
  seconds: numbers(0.1, 0.1, 0.1),
  accuracy: numbers(0.5, 0.75, 1),
  validationLoss: numbers(1.1, 0.7, 0.8),
  validationAccuracy: numbers(0.4, 0.7, 0.6),
  best: 2,
} as const

export const slice: Slice = {
  kind: 'slice',
  axes: [
    { name: 'age', range: [0, 10] },
    { name: 'height', range: [0, 2] },
  ],
  origin: numbers(0, 0),
  across: numbers(1, 0),
  up: numbers(0, 1),
}
