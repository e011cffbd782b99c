import { gradientDescent, weightHalfLife } from 'wigglenet'
import type { Outcome } from './train.ts'

/** How fast L2 regularization makes the weights of a run forget, as `6931 steps, 462 epochs`; known for plain gradient descent at one rate. */
export function halfLifeText({ stage, settings }: Pick<Outcome, 'stage' | 'settings'>): string | undefined {
  const { optimizer, rate = gradientDescent().options.rate!, l2 } = settings
  const { schedule, warmUp, clip, average } = settings
  const plain = optimizer === gradientDescent().kind && (schedule ?? warmUp ?? clip ?? average) === undefined
  if (!stage || !plain || rate * l2 === 0 || rate * l2 > 1) return undefined
  const { steps, epochs } = stage.model.provenance
  const halfLife = weightHalfLife(rate, l2)
  return `${short(halfLife)} steps${epochs > 0 ? `, ${short((halfLife * epochs) / steps)} epochs` : ''}`
}

const short = (value: number) => (value < 100 ? String(Number(value.toPrecision(3))) : value.toFixed(0))
