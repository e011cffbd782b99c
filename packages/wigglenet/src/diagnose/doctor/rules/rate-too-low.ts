import type { Rule } from '../finding.ts'
import { finalLoss, levelOf, stepsByRate } from '../readings.ts'
import { percent, short } from '../words.ts'

/** Share of the chance loss that is left; how far weights have moved; what of the whole fall came in the last third, of at least so many
 *  epochs. */
const left = 0.5
const moved = 0.05
const lateFall = 0.25
const fewestEpochs = 5

/** Weights that have hardly moved, or a loss that was still falling steadily, far above what can be learned. */
export const rateTooLow: Rule = {
  name: 'rate-too-low',
  explainedBy: [
    'rate-too-high',
    'loss-does-not-fit-output',
    'labels-out-of-range',
    'unscaled-inputs',
    'initial-weights-too-large',
    'symmetric-units',
    'vanishing-gradient',
    'dead-units',
    'saturated-units',
  ],
  examine(facts) {
    const { curve, layers, optimizer, kept } = facts
    const level = levelOf(facts, finalLoss(facts))
    const [first, last] = [curve[0]?.loss ?? Number.NaN, curve.at(-1)?.loss ?? Number.NaN]
    if (!stepsByRate(facts) || !(level > left) || !(last < first) || facts.error !== undefined) return undefined
    const epochs = curve.at(-1)!.epoch
    const most = layers.reduce((far, layer) => Math.max(far, layer.moved ?? 0), 0)
    // The model may have the weights of an early epoch: those of the last have moved at most so many times as far.
    const isStill = (most * epochs) / Math.max(1, kept) < moved
    const late =
      curve.length >= fewestEpochs ? (curve[Math.floor((2 * curve.length) / 3)]!.loss - last) / (first - last) : 0
    if (!isStill && late <= lateFall) return undefined
    const fell = `In ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} the mean loss fell from ${short(first)} to ${short(last)}`
    return {
      title: `The rate ${short(optimizer.rate)} is too low, or there were too few epochs`,
      evidence: isStill
        ? `${fell}, and no layer's weights moved by more than ${percent(most)} of their size${kept < epochs ? ` up to epoch ${kept}, which the model has` : ''}.`
        : `${fell}, ${percent(late)} of it in the last third.`,
      reason:
        'The weights are learned step by step along the gradient. Steps that are too short have not got far when the epochs are over.',
      change: `Raise the rate to ten times as much (${optimizer.kind} at ${short(10 * optimizer.rate)}), or run more epochs.`,
    }
  },
}
