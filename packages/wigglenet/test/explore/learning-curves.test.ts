import { expect, test } from 'vitest'
import { spiral } from '../../src/data/make/spiral.ts'
import { learningCurves } from '../../src/explore/learning-curves.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { fit } from '../../src/train/fit.ts'
import type { TrainingEvent } from '../../src/train/types.ts'

test('the curves of a run are what its events tell, epoch by epoch', async () => {
  const data = spiral({ classes: 3, seed: 1 })
  const events: TrainingEvent[] = []
  for await (const event of fit(network(2, [dense(8, relu()), dense(3)]), data, {
    epochs: 6,
    validation: 0.3,
    l2: 0.01,
  }))
    events.push(event)
  const curves = learningCurves(events)
  const epochs = events.filter((event) => event.kind === 'epoch')
  expect([...curves.epoch]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...curves.loss]).toEqual(epochs.map(({ loss }) => loss))
  expect([...curves.accuracy!]).toEqual(epochs.map(({ accuracy }) => accuracy))
  expect([...curves.validationAccuracy!]).toEqual(epochs.map(({ validation }) => validation!.accuracy))
  expect([...curves.penalty]).toEqual(epochs.map(({ penalty }) => penalty))
  expect(curves).not.toHaveProperty('rSquared')
  const stop = events.find((event) => event.kind === 'stop')!
  expect(curves.best).toBe(stop.best)
})

test('an epoch told again counts as told last, and what some epochs left out is NaN', () => {
  const epoch = { kind: 'epoch', step: 1, epoch: 1, loss: 3, penalty: 0, rate: 0.1, seconds: 1 } as const
  const curves = learningCurves([
    { ...epoch, epoch: 2, loss: 2 },
    { ...epoch, epoch: 1 },
    { kind: 'checkpoint', step: 4, epoch: 2 },
    { ...epoch, epoch: 2, loss: 1, validation: { loss: 5 } },
  ])
  expect([...curves.loss]).toEqual([3, 1])
  expect([...curves.validationLoss!]).toEqual([Number.NaN, 5])
  expect(curves).not.toHaveProperty('best')
})
