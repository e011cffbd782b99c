// What several rules ask of the facts.
import type { EpochFacts, LayerFacts, RunFacts } from './facts.ts'

/** The share of the chance loss that is left: 1 where the network is no better than a constant answer. Of the first epoch's loss, where
 *  chance is not known. */
export function levelOf({ chance, curve }: RunFacts, loss: number): number {
  return loss / (chance ?? curve[0]?.loss ?? Number.NaN)
}

/** The loss of the weights that the model has, on the training rows; of the last epoch, where the run failed. */
export const finalLoss = ({ scores, curve }: RunFacts): number =>
  scores.training?.loss ?? curve.at(-1)?.loss ?? Number.NaN

/** The last part of the curve. */
export const lastPart = ({ curve }: RunFacts, share: number): readonly EpochFacts[] =>
  curve.slice(Math.floor(curve.length * (1 - share)))

export const meanLoss = (epochs: readonly EpochFacts[]): number =>
  epochs.reduce((sum, { loss }) => sum + loss, 0) / epochs.length

/** Whether weights are held small, or training is made noisy on purpose. */
export const isRegularized = ({ l2, l1, layers }: RunFacts): boolean =>
  l2 > 0 || l1 > 0 || layers.some(({ dropout, inputNoise, weightNoise }) => dropout + inputNoise + weightNoise > 0)

/** Layers that feed others: all but the scores. */
export const hiddenLayers = ({ layers }: RunFacts): readonly LayerFacts[] => layers.slice(0, -1)

/** How much better the weights do on the training rows than on rows that did not train, as accuracy or R²; and whether that is more than
 *  the few rows may make by luck. Nothing where no such rows are there. */
export function gapOf({ scores }: RunFacts) {
  const seen = scores.training
  const judged = (
    [
      ['validation', scores.validation],
      ['test', scores.test],
    ] as const
  )
    .flatMap(([of, score]) => (score ? [{ of, ...score }] : []))
    .toSorted((a, b) => b.rows - a.rows)[0]
  const [inside, outside] = [seen?.accuracy ?? seen?.rSquared, judged?.accuracy ?? judged?.rSquared]
  if (inside === undefined || outside === undefined) return undefined
  // Three standard errors of a share; R² has no such simple one.
  const luck =
    judged!.accuracy === undefined ? 0.15 : Math.max(0.05, 3 * Math.sqrt((outside * (1 - outside)) / judged!.rows))
  const measure = judged!.accuracy === undefined ? 'R²' : 'accuracy'
  return { measure, inside, outside, of: judged!.of, rows: judged!.rows, isReal: inside - outside > luck }
}

/** Whether a rate makes the steps of the run: L-BFGS finds them itself. */
export const stepsByRate = ({ optimizer }: RunFacts): boolean => optimizer.kind !== 'l-bfgs'
