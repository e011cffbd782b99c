import type { Command } from 'commander'
import { OptionError } from 'wigglenet'
import type { Settings } from '../defaults.ts'
import { exitCodes } from '../failure.ts'
import { flagOf, number } from '../flags.ts'
import { writeReport } from '../html-report.ts'
import { refuseBesideLbfgs } from '../lbfgs.ts'
import { progressFor } from '../progress.ts'
import { report } from '../report.ts'
import { builtins } from '../source.ts'
import type { Terminal } from '../terminal.ts'
import { type Reading, resume, train } from '../train.ts'
import { addTrainingFlags, flagsOf, readingNames } from './training-flags.ts'

/** Flags that say how to show a run, or which; the others say what it is, and a resumed run has its own. */
const viewNames = ['json', 'resume', 'out', 'debug']

/** `wigglenet train`: data in, a run folder out. */
export function addTrain(program: Command, terminal: Terminal, end: (code: number) => void): void {
  const command = program
    .command('train')
    .summary('train a network on a CSV file, a folder of images, or embedded data')
    .description(
      'Trains a network and says how good it is on rows that it has not seen.\n' +
        `Data: a CSV file, a folder of IDX or CIFAR-10 files, or one of ${builtins.join(', ')}.`,
    )
    .argument('[data]', 'file, folder or name')
  addTrainingFlags(command)
    .option('--folds <k>', 'judge by k folds, then train on all rows', number('--folds'))
    .optionsGroup('Run:')
    .option('--out <folder>', 'folder to make for the run (default: runs/<name>-<number>)')
    .option('--resume <folder>', 'go on with a run, with its own options')
    .option('--json', 'JSON lines; the last one is the result')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet train penguins.csv --target species
  wigglenet train mpg.csv --target mpg --folds 5
  wigglenet train mnist/ --hidden 128 --epochs 5
  wigglenet train spiral --hidden 20 --activation relu --l2 0.001
  wigglenet train huge.csv --target price --stream
  wigglenet train survey.csv --weights people --class-weights balanced
  wigglenet train visits.csv --loss poisson --optimizer l-bfgs
  wigglenet train mnist/ --augment shift=2,rotate=10
  wigglenet train --resume runs/penguins-1

What is not said is chosen by the kind and size of the data, and printed. Tables: hidden 64, 64 (tanh and batch 16 under
1,000 rows, ReLU and larger batches from there), Adam, at most 200 epochs, patience 20, a fifth of the rows to judge and a
fifth to stop. Images: hidden 128 ReLU, Adam, batch 64, 5 epochs, their own test files to judge and a tenth to stop.

l-bfgs stops in a minimum, after at most as many iterations as --epochs; no rows tell when to stop (--validation 0). It keeps no
place to go on from: --resume begins its fold, or its model, again.

Ctrl-C saves the model so far and says how to go on (exit code ${exitCodes.interrupted}); a second one ends at once.`,
    )
    .action(async (data: string | undefined) => {
      const given = flagsOf(command)
      const progress = progressFor(terminal, given.json === true)
      const around = { env: terminal.env, signal: terminal.interrupt() }
      if (given.resume !== undefined) {
        refuseOthers(data, given)
        return await finish(await resume(String(given.resume), progress, around))
      }
      if (data === undefined) {
        throw new OptionError({
          where: 'train',
          expected: 'there must be data: a file, a folder or a name',
          received: 'none',
          fix: 'Name some, as in wigglenet train iris.',
        })
      }
      const { reading, settings } = sortFlags(given)
      const out = given.out === undefined ? {} : { out: String(given.out) }
      await finish(await train({ source: data, reading, settings, ...out }, progress, around))

      async function finish(outcome: Awaited<ReturnType<typeof train>>): Promise<void> {
        report(progress, outcome, await writeReport(outcome))
        if (outcome.interrupted) end(exitCodes.interrupted)
      }
    })
}

/** Flags that are about hidden layers. */
const ofHidden = ['activation', 'maxout', 'dropout', 'alphaDropout', 'weightNoise', 'maxNorm', 'batchNorm', 'revive']

function sortFlags(given: Record<string, unknown>): { reading: Reading; settings: Partial<Settings> } {
  const pick = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => wanted(name)))
  const refuse = (expected: string, received: string) => {
    throw new OptionError({ where: 'train', expected, received, fix: 'Leave one of them out.' })
  }
  if (given.maxout !== undefined && given.activation !== undefined)
    refuse('hidden layers are maxout or have an activation', '--maxout and --activation')
  if (given.folds !== undefined && given.test !== undefined)
    refuse('rows are tested in folds or kept back', '--folds and --test')
  if (given.validation === 0 && given.patience !== undefined)
    refuse('patience needs validation rows to watch', '--validation 0 and --patience')
  const idle = ofHidden.find((name) => given[name] !== undefined)
  if (idle !== undefined && Array.isArray(given.hidden) && given.hidden.length === 0)
    refuse(`${flagOf(idle)} is about hidden layers`, `--hidden none and ${flagOf(idle)}`)
  refuseBesideLbfgs(given)
  // The values are checked where they are used; commander knows them as text or numbers only.
  return {
    reading: pick((name) => readingNames.includes(name)) as Reading,
    settings: pick((name) => !readingNames.includes(name) && !viewNames.includes(name)) as Partial<Settings>,
  }
}

function refuseOthers(data: string | undefined, given: Record<string, unknown>): void {
  const other = Object.keys(given).find((name) => !viewNames.includes(name) || name === 'out')
  if (data === undefined && other === undefined) return
  throw new OptionError({
    where: '--resume',
    expected: 'a run goes on with its own data and options',
    received: data ?? flagOf(other!),
    fix: 'Leave them out, or start a new run.',
  })
}
