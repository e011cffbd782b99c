import type { RunFacts } from '../facts.ts'
import type { Rule } from '../finding.ts'
import { finalLoss, lastPart, levelOf, meanLoss, stepsByRate } from '../readings.ts'
import { short } from '../words.ts'

/** Worse than chance by so much, with weights that moved by so much of their size; mean rise from epoch to epoch, as a share of the loss, in the second half; epochs to see that by. */
const worse = 1.1
const moved = 0.5
const rise = 0.1
const fewestEpochs = 6

/** Numbers that ran away, a loss above that of a constant answer, or one that jumps up and down. */
export const rateTooHigh: Rule = {
  name: 'rate-too-high',
  examine(facts) {
    const evidence = stepsByRate(facts) ? evidenceIn(facts) : undefined
    if (!evidence) return undefined
    const { kind, rate } = facts.optimizer
    return {
      title: `The rate ${short(rate)} is too high`,
      evidence,
      reason:
        'A step that is too long leaps over the place where the loss is low, and lands where it may be higher and the gradient larger still. Such a step can also kill ReLU units for good.',
      change: `Lower the rate to a tenth: ${kind} at ${short(rate / 10)}.`,
    }
  },
}

function evidenceIn(facts: RunFacts): string | undefined {
  const { error, curve, chance } = facts
  if (error !== undefined && /finite/.test(error)) return `The run failed: ${error}`
  const end = lastPart(facts, 1 / 3)
  const late = meanLoss(end)
  const half = lastPart(facts, 1 / 2)
  const rises = half.slice(1).map(({ loss }, i) => Math.max(0, loss - half[i]!.loss))
  const isFalling = rises.every((up) => up === 0) && late < curve[0]!.loss
  const far = facts.layers.some((layer) => (layer.moved ?? 0) > moved)
  const isWorse = levelOf(facts, late) > worse && levelOf(facts, finalLoss(facts)) > worse
  if (chance !== undefined && far && isWorse && !isFalling)
    return `The mean loss of the last ${end.length} epochs was ${short(late)}; a constant answer costs ${short(chance)}.`
  if (curve.length < fewestEpochs || !(levelOf(facts, meanLoss(half)) > rise)) return undefined
  const meanRise = rises.reduce((sum, up) => sum + up, 0) / rises.length / meanLoss(half)
  if (meanRise <= rise) return undefined
  const losses = half.map(({ loss }) => loss)
  return `In the last ${half.length} epochs the mean loss jumped between ${short(Math.min(...losses))} and ${short(Math.max(...losses))}, up by ${short(100 * meanRise)} % an epoch on average.`
}
