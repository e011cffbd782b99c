import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { OptionError } from 'wigglenet'
import type { Settings } from '../defaults.ts'
import { exitCodes } from '../failure.ts'
import { choose, flagOf, number } from '../flags.ts'
import { writeReport } from '../html-report.ts'
import { progressFor } from '../progress.ts'
import { report } from '../report.ts'
import { resumeSearch, type SearchOutcome, type SearchPlan, search, settingText, trialText } from '../search.ts'
import { readSpace, searchable } from '../search-space.ts'
import { quoted, type Terminal, visible } from '../terminal.ts'
import { type Reading, resume, train } from '../train.ts'
import { addTrainingFlags, flagsOf, readingNames } from './training-flags.ts'

const ownNames = ['over', 'method', 'trials', 'points', 'least', 'eta', 'json', 'resume', 'out', 'debug']
const methods = { halving: 'halving', random: 'random', grid: 'grid' } as const
const shown = 5

/** `wigglenet search`: many settings tried, the best one trained and judged. */
export function addSearch(program: Command, terminal: Terminal, end: (code: number) => void): void {
  const command = program
    .command('search')
    .summary('try many settings of train, and train the best one')
    .description(
      'Tries settings on the same rows, compares them on validation rows, and trains the best one as a run, judged on rows\n' +
        'that no trial has seen. Flags of train hold for all trials; --over names what is varied.',
    )
    .argument('[data]', 'file, folder or name')
    .optionsGroup('Search:')
    .option(
      '--over <option=values>',
      'a flag of train and its values: 16|64|64,64, or a range 0..0.5, log:1e-4..1e-1, whole:8..64; once for each option',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('--method <name>', 'halving (ASHA; the default), random or grid')
    .option('--trials <count>', 'settings that are drawn (default: 27)', number('--trials'))
    .option('--points <count>', 'values of each range in a grid (default: 5)', number('--points'))
    .option('--least <epochs>', 'halving: epochs before the first choice (default: 3)', number('--least'))
    .option('--eta <count>', 'halving: one in so many goes on (default: 3)', number('--eta'))
  addTrainingFlags(command)
    .optionsGroup('Run:')
    .option('--out <folder>', 'folder to make for the search (default: runs/<name>-search-<number>)')
    .option('--resume <folder>', 'go on with a search, with its own options')
    .option('--json', 'JSON lines; the last one is the result')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet search penguins.csv --target species --over rate=log:1e-4..1e-1 --over hidden=16|64|64,64
  wigglenet search mnist/ --over dropout=0..0.5 --over rate=log:1e-4..1e-2 --trials 9 --epochs 9
  wigglenet search iris --over l2=0|1e-4|1e-2 --method grid
  wigglenet search --resume runs/penguins-search-1

Ctrl-C keeps what was found and says how to go on (exit code ${exitCodes.interrupted}).`,
    )
    .action(async (data: string | undefined) => {
      const given = flagsOf(command)
      const progress = progressFor(terminal, given.json === true)
      const around = { env: terminal.env, signal: terminal.interrupt() }
      const outcome = await begin()
      await finish(outcome)

      async function begin(): Promise<SearchOutcome> {
        if (given.resume !== undefined) {
          refuseOthers(data, given)
          return resumeSearch(String(given.resume), progress, around)
        }
        if (data === undefined) {
          throw new OptionError({
            where: 'search',
            expected: 'there must be data: a file, a folder or a name',
            received: 'none',
            fix: 'Name some, as in wigglenet search iris --over rate=log:1e-4..1e-1.',
          })
        }
        const pick = (wanted: (name: string) => boolean) =>
          Object.fromEntries(Object.entries(given).filter(([name]) => wanted(name)))
        const settings = pick((name) => !readingNames.includes(name) && !ownNames.includes(name)) as Partial<Settings>
        const reading = pick((name) => readingNames.includes(name)) as Reading
        const out = given.out === undefined ? {} : { out: String(given.out) }
        return search(
          { source: data, reading, settings, plan: planOf(given, command, settings), ...out },
          progress,
          around,
        )
      }

      async function finish({ folder, task, ranking, settings, best, interrupted }: SearchOutcome): Promise<void> {
        if (interrupted) return goOn(folder.path)
        progress.say('')
        for (const line of ranking.slice(0, shown)) {
          progress.say(trialText(line, settings[line.trial]!, task))
        }
        if (!best) {
          progress.tell({ kind: 'result', folder: folder.path, best: null })
          progress.say('no setting could be trained: each became NaN or infinite; search over lower rates')
          return end(exitCodes.failed)
        }
        const out = folder.file('best')
        progress.say(`\ntraining the best one, ${settingText(settings[ranking[0]!.trial]!)}`)
        const run = existsSync(`${out}/options.json`)
          ? await resume(out, progress, around)
          : await train({ ...best, title: 'best of the search', out }, progress, around)
        report(progress, run, await writeReport(run))
        if (run.interrupted) goOn(folder.path)
      }

      function goOn(path: string): void {
        progress.tell({ kind: 'result', folder: path, interrupted: true })
        progress.say(`interrupted; go on with: npx wigglenet search --resume ${quoted(visible(path))}`)
        end(exitCodes.interrupted)
      }
    })
}

function planOf(given: Record<string, unknown>, command: Command, settings: object): SearchPlan {
  const flags = searchable(command.options.filter((option) => !ownNames.includes(option.attributeName())))
  const space = readSpace((given.over ?? []) as string[], flags)
  const both = Object.keys(space).find((name) => name in settings)
  const method = choose('--method', String(given.method ?? 'halving'), methods)
  const idle = { halving: ['points'], random: ['points', 'least', 'eta'], grid: ['trials', 'least', 'eta'] }[method]
  const unused = idle.find((name) => given[name] !== undefined)
  if (both !== undefined || unused !== undefined) {
    throw new OptionError({
      where: both === undefined ? `--${unused}` : '--over',
      expected:
        both === undefined
          ? `the flag must be of use to the method ${method}`
          : 'what is searched over has no one value',
      received: both === undefined ? `--method ${method}` : `--over ${both} and --${both}`,
      fix: 'Leave one of them out.',
    })
  }
  const of = (name: string, fallback: number) => (given[name] as number | undefined) ?? fallback
  return { method, space, trials: of('trials', 27), points: of('points', 5), least: of('least', 3), eta: of('eta', 3) }
}

function refuseOthers(data: string | undefined, given: Record<string, unknown>): void {
  const other = Object.keys(given).find((name) => !['json', 'resume', 'debug'].includes(name))
  if (data === undefined && other === undefined) return
  throw new OptionError({
    where: '--resume',
    expected: 'a search goes on with its own data and options',
    received: data ?? flagOf(other!),
    fix: 'Leave them out, or start a new search.',
  })
}
