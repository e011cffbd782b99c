// What a run says before it begins: what was found in the data, what was chosen, and which network is trained.
import { describe, type Network, type TrainingMemory } from 'wigglenet'
import { changesText } from './augmentation.ts'
import type { Settings } from './defaults.ts'
import { lbfgsName } from './lbfgs.ts'
import type { Progress } from './progress.ts'
import type { Parts, Task } from './task.ts'
import { counted, visible } from './terminal.ts'

export interface Announced {
  readonly title: string
  readonly task: Task
  readonly settings: Settings
  /** What has to be said of the device. */
  readonly notes: readonly string[]
  readonly parts: Parts
  readonly network: Network
  /** Of a stream. */
  readonly memory: TrainingMemory | undefined
  readonly folder: string
  readonly resumed: boolean
}

export function announce(progress: Progress, announced: Announced): void {
  const { title, task, settings, parts, network, memory, folder, resumed } = announced
  const notes = [...task.notes, ...parts.notes, ...announced.notes]
  const rows = {
    train: parts.train.rows,
    validation: parts.validation?.rows ?? 0,
    test: parts.test?.rows ?? 0,
  }
  const { text } = describe(network)
  progress.tell({
    kind: 'start',
    title,
    folder,
    resumed,
    rows,
    notes,
    network: text,
    settings,
    ...(memory && { memory }),
  })
  progress.say(progress.paint.bold(visible(title)))
  for (const note of notes) progress.say(`  ${visible(note)}`)
  progress.say(`  ${rowsText(rows, settings)}`)
  if (parts.train.kind === 'stream' && memory) {
    const megabytes = (memory.total / 1e6).toFixed(1)
    progress.say(
      `  ${parts.train.buffer} of the training rows in memory at a time: ${megabytes} MB with network and batch`,
    )
  }
  progress.say(text)
  progress.say(`  ${howText(settings, parts)}`)
  progress.say(progress.paint.dim(`${resumed ? 'going on in' : 'writing to'} ${visible(folder)}`))
}

function rowsText(
  { train, validation, test }: Record<'train' | 'validation' | 'test', number>,
  { folds, optimizer }: Settings,
) {
  const purpose = optimizer === lbfgsName ? 'show how it fares' : 'tell when to stop'
  const stop = validation > 0 ? `, ${validation} ${purpose}` : ''
  const judge = test > 0 ? `, ${test} judge at the end` : ''
  return `${folds > 0 ? `${folds} folds, in the first ` : ''}${counted(train, 'row')} train${stop}${judge}`
}

/** How the network is trained, in one line. */
export function howText(settings: Settings, { train, validation }: Parts): string {
  const { schedule, warmUp, clip, average, loss, classWeights, labelSmoothing, augment } = settings
  const { hidden, activation, maxout, optimizer, rate, l2, l1, dropout } = settings
  const { alphaDropout, weightNoise, maxNorm, batchNorm, revive, batch, epochs, patience, seed } = settings
  const units = maxout > 0 ? `maxout of ${maxout}` : activation
  const parts = [
    hidden.length > 0 ? `hidden ${hidden.join(', ')} ${units}` : 'no hidden layer',
    ...(loss === undefined ? [] : [loss]),
    ...(classWeights === undefined ? [] : [`class weights ${classWeights}`]),
    ...(labelSmoothing === undefined ? [] : [`labels smoothed by ${labelSmoothing}`]),
    ...(augment === undefined ? [] : [`images changed by ${changesText(augment) || 'nothing'}`]),
    rate === undefined ? optimizer : `${optimizer} at rate ${rate}`,
    ...(schedule === undefined ? [] : [`schedule ${schedule}`]),
    ...(warmUp === undefined ? [] : [`${counted(warmUp, 'step')} of warm-up`]),
    ...(clip === undefined ? [] : [`gradients up to ${clip}`]),
    ...(average === undefined ? [] : [`weights averaged by ${average}`]),
    optimizer === lbfgsName ? 'all rows at once' : `batch ${Math.min(batch, train.rows)}`,
    `at most ${counted(epochs, optimizer === lbfgsName ? 'iteration' : 'epoch')}${validation && optimizer !== lbfgsName ? `, patience ${patience}` : ''}`,
    ...(l2 > 0 ? [`l2 ${l2}`] : []),
    ...(l1 > 0 ? [`l1 ${l1}`] : []),
    ...(dropout > 0 ? [`dropout ${dropout}`] : []),
    ...(alphaDropout === undefined ? [] : [`alpha dropout ${alphaDropout}`]),
    ...(weightNoise === undefined ? [] : [`weight noise ${weightNoise}`]),
    ...(maxNorm === undefined ? [] : [`max-norm ${maxNorm}`]),
    ...(revive === undefined ? [] : [`dead units drawn again every ${revive === 1 ? 'epoch' : `${revive} epochs`}`]),
    ...(batchNorm ? ['batch normalization'] : []),
    `seed ${seed}`,
  ]
  return parts.join(', ')
}
