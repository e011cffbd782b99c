// A schedule that listens to the loss, in a run.
import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { optimizers, schedules } from '../../src/catalogue.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { updateRatio } from '../../src/diagnose/monitors/update-ratio.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { onPlateau } from '../../src/optimizer/schedules/on-plateau.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import type { FitOptions, TrainingEvent } from '../../src/train/types.ts'
import { savedAfter } from './saved-after.ts'

const net = network(2, [dense(6, tanh()), dense(3)])
const data = spiral({ classes: 3, rows: 90, seed: 2 })

async function epochsOf(options: FitOptions) {
  const events: TrainingEvent[] = []
  for await (const event of fit(net, data, options)) events.push(event)
  return events.filter((event) => event.kind === 'epoch')
}

/** The rule by hand: what the rate is after each of these losses. */
function expectedRates(losses: readonly number[], rate: number, factor: number, patience: number): number[] {
  let [best, wait] = [Infinity, 0]
  return losses.map((loss) => {
    if (loss < best - 1e-4 * Math.abs(best) || best === Infinity) [best, wait] = [loss, 0]
    else if (++wait === patience) [rate, wait] = [rate * factor, 0]
    return rate
  })
}

test('the rate falls as the validation loss says, or the training loss where nothing validates', async () => {
  for (const validation of [{ validation: 0.3 }, {}]) {
    const schedule = onPlateau({ factor: 0.5, patience: 2 })
    const options = { ...validation, schedule, optimizer: gradientDescent({ rate: 4 }), epochs: 40, batch: 8, seed: 5 }
    const epochs = await epochsOf(options)
    const losses = epochs.map((event) => (event.validation ?? event).loss)
    const rates = epochs.map(({ rate }) => rate)
    expectRatesClose(rates, expectedRates(losses, 4, 0.5, 2))
    expect(rates.at(-1)).toBeLessThan(2)
  }
})

function expectRatesClose(rates: readonly number[], expected: readonly number[]): void {
  rates.forEach((rate, i) => expect(rate / expected[i]!, `epoch ${i + 1}`).toBeCloseTo(1, 12))
}

test.each([wasm, reference])(
  'what it has heard is in the checkpoint: resumed, the bits are the same, $name',
  async (device) => {
    const options = {
      device,
      schedule: onPlateau({ factor: 0.5, patience: 1 }),
      optimizer: adam({ rate: 0.5 }),
      epochs: 12,
      batch: 8,
      validation: 0.2,
    }
    const whole = await fit(net, data, options).model
    const saved = await savedAfter(5, net, data, options)
    expect(saved.schedule![1]).toBeGreaterThan(0) // some cuts
    const rest = await fit(net, data, { ...options, resume: saved }).model
    expect(rest.parameters).toEqual(whole.parameters)
    const { schedule: _, ...deaf } = saved
    await expect(fit(net, data, { ...options, resume: deaf }).model).rejects.toThrow(
      'fit: what a run with the schedule on-plateau goes on from must hold its 4 numbers; got undefined. Resume a run of this schedule, or start a new one.',
    )
  },
)

test('a monitor sees the rate that the schedule has come to', async () => {
  const options = { optimizer: gradientDescent({ rate: 4 }), epochs: 12, batch: 90, shuffle: false, seed: 5 }
  const ratios = async (schedule?: ReturnType<typeof onPlateau>) => {
    const found: { ratio: number; rate: number }[] = []
    let rate = 4
    for await (const event of fit(net, data, {
      ...options,
      ...(schedule && { schedule }),
      monitors: [updateRatio({ everyEpochs: 1 })],
    })) {
      if (event.kind === 'epoch') rate = event.rate
      if (event.kind === 'monitor') found.push({ ratio: event.layers[0]!.values.update!, rate })
    }
    return found
  }
  // No loss is better by 99 %: the first cut is after the second epoch, where both runs still stand at the same weights.
  const cut = await ratios(onPlateau({ factor: 0.5, patience: 1, threshold: 0.99 }))
  const plain = await ratios()
  expect(cut[1]!.rate).toBe(2)
  expect(cut[1]!.ratio / plain[1]!.ratio).toBeCloseTo(0.5, 5)
})

test('trainer is told by hand', () => {
  const run = trainer(net, data, {
    schedule: onPlateau({ factor: 0.5, patience: 1 }),
    optimizer: gradientDescent({ rate: 1 }),
  })
  run.step(run.stepsPerEpoch)
  run.hear(1)
  run.step(run.stepsPerEpoch)
  run.hear(1)
  expect(run.rate()).toBe(0.5)
  expect(() => run.hear(Number.NaN)).toThrow('trainer: loss must be a number in (-∞, ∞); got NaN.')
})

test('every optimizer and every schedule resumes with the same bits', async () => {
  const lists: readonly FitOptions[] = [
    ...Object.values(optimizers).map((make) => ({ optimizer: make() })),
    ...Object.values(schedules).map((make) => ({ schedule: make() })),
  ]
  for (const options of lists) {
    const all = { ...options, epochs: 4, batch: 32, seed: 4, device: wasm }
    const whole = await fit(net, data, all).model
    const rest = await fit(net, data, { ...all, resume: await savedAfter(2, net, data, all) }).model
    expect(rest.parameters, JSON.stringify(options)).toEqual(whole.parameters)
  }
})
