// The flags of training, which `train` and `search` share: what is read, which network, how it is trained and judged.
import type { Command } from 'commander'
import { activations, losses, optimizers, schedules } from 'wigglenet/catalogue'
import { imageChanges } from '../augmentation.ts'
import { delimiter, hiddenUnits, names, number } from '../flags.ts'
import { lbfgsName } from '../lbfgs.ts'

const list = (parts: object) => Object.keys(parts).join(', ')

/** Flags that say how the data are read; the others are settings of the training. */
export const readingNames = [
  'target',
  'weights',
  'drop',
  'header',
  'delimiter',
  'task',
  'category',
  'number',
  'missing',
  'unseen',
  'scaling',
  'stream',
  'buffer',
]

/** Adds them, in groups; the last one is that of the estimate. */
export function addTrainingFlags(command: Command): Command {
  return command
    .optionsGroup('Data:')
    .option('--target <column>', 'column to predict (default: the last)')
    .option('--weights <column>', 'what each row counts, in training and in scores: a column that is no input')
    .option('--drop <columns>', 'columns to leave out', names('--drop'))
    .option('--category <columns>', 'columns to take as categories', names('--category'))
    .option('--number <columns>', 'columns to take as numbers', names('--number'))
    .option('--task <task>', 'classification or regression (default: what the target looks like)')
    .option('--missing <policy>', 'missing values: impute (median, most frequent) or refuse')
    .option('--unseen <policy>', 'categories not seen in training: zeros or refuse')
    .option('--no-header', 'the first row is data; columns are called 1, 2, 3 …')
    .option('--delimiter <character>', 'what parts the cells: , ; tab … (default: guessed)', delimiter)
    .option('--scaling <kind>', 'pixels: unit (/ 255), centered (less the mean of each), standardized')
    .option('--stream', 'read rows as they are needed: a file, or a folder of CSV files, larger than memory')
    .option('--buffer <rows>', 'rows of a stream in memory at a time (default: 65536)', number('--buffer'))
    .optionsGroup('Network:')
    .option('--hidden <units>', 'units of the hidden layers, as 20,20, or none', hiddenUnits)
    .option('--activation <name>', list(activations))
    .option('--maxout <pieces>', 'maxout layers of this many pieces', number('--maxout'))
    .option('--dropout <share>', 'share of hidden units switched off in training', number('--dropout'))
    .option('--alpha-dropout <share>', 'dropout that fits --activation selu, in its place', number('--alpha-dropout'))
    .option('--weight-noise <deviation>', 'noise on the weights of hidden units in training', number('--weight-noise'))
    .option('--max-norm <limit>', 'longest that the weights of a hidden unit may be', number('--max-norm'))
    .option('--batch-norm', 'normalize the sums of hidden layers over the rows of a step')
    .optionsGroup('Training:')
    .option('--loss <name>', `${list(losses)}; poisson takes a target of counts as it is`)
    .option('--class-weights <how>', 'balanced: each class counts alike, however many rows it has')
    .option('--label-smoothing <share>', 'share of the target that goes to all classes', number('--label-smoothing'))
    .option(
      '--augment <changes>',
      'images otherwise in each epoch: shift=2,rotate=10 (at most so many pixels, degrees),flip,elastic=1 (pixels, root mean square)',
      imageChanges,
    )
    .option('--optimizer <name>', `${list(optimizers)}; train also ${lbfgsName}: all rows at once, for small data`)
    .option('--rate <rate>', 'learning rate', number('--rate'))
    .option('--schedule <name>', `how the rate changes: ${list(schedules)}`)
    .option('--warm-up <steps>', 'steps in which the rate grows to its own', number('--warm-up'))
    .option('--clip <norm>', 'gradients are cut to this norm, all of them together', number('--clip'))
    .option(
      '--average <decay>',
      'the model has a running mean of the weights: 0.999 of some 1000 steps',
      number('--average'),
    )
    .option(
      '--revive <epochs>',
      'after every so many epochs, draw the weights of dead ReLU units again',
      number('--revive'),
    )
    .option('--l2 <strength>', 'weight decay: 0.5·l2·Σw²', number('--l2'))
    .option('--l1 <strength>', 'l1·Σ|w|', number('--l1'))
    .option('--epochs <count>', 'at most so many times through the training rows', number('--epochs'))
    .option('--batch <rows>', 'rows a step', number('--batch'))
    .option('--patience <epochs>', 'stop after so many epochs without a better validation loss', number('--patience'))
    .option('--seed <number>', 'of weights, order, splits, generated data (default: 1)', number('--seed'))
    .option(
      '--device <name>',
      'threads (all cores; the default); wasm (one thread, the same bits); blas (the system library); reference (float64, slow); auto (measures)',
    )
    .option('--fast', 'fused multiply-adds in threads and wasm; the last bits are then those of this machine')
    .optionsGroup('Estimate:')
    .option('--test <share>', 'rows kept back to judge the model (default: 0.2)', number('--test'))
    .option('--validation <share>', 'rows that tell when to stop; 0: run all epochs', number('--validation'))
}

/** What was typed, without defaults. */
export function flagsOf(command: Command): Record<string, unknown> {
  const typed = (name: string) => command.getOptionValueSourceWithGlobals(name) === 'cli'
  return Object.fromEntries(Object.entries(command.optsWithGlobals()).filter(([name]) => typed(name)))
}
