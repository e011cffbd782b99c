import type { Command } from 'commander'
import { diagnose, evaluate, OptionError, type RunFacts } from 'wigglenet'
import { estimateOf, scoreText } from '../estimate.ts'
import { longLines, readFacts } from '../findings.ts'
import { delimiter, number } from '../flags.ts'
import { openModel } from '../model-path.ts'
import type { CsvReading } from '../rows-for-model.ts'
import { counted, paintFor, type Terminal } from '../terminal.ts'
import { openData } from './evaluate.ts'

interface Flags extends CsvReading {
  readonly json?: boolean
  readonly seed?: number
}

/** `wigglenet doctor`: what is wrong with a run, by which numbers, why that matters, and what to try. */
export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .summary('say what is wrong with a run, and what to try')
    .description(
      'Reads what train has kept of a run, and tells at most five findings, the most important first: rate, dead and\n' +
        'saturated units, scaling, labels, loss, over- and underfitting, leaks and repeated rows, rare classes.\n' +
        'With data, the score on those rows is what over- and underfitting are judged by.',
    )
    .argument('<run>', 'folder of a run')
    .argument('[data]', 'CSV file, folder of images, or name of embedded data, with known targets')
    .option('--no-header', 'the first row of the data is data; columns are called 1, 2, 3 …')
    .option('--delimiter <character>', 'what parts the cells (default: guessed)', delimiter)
    .option('--seed <number>', 'of generated data (default: 1)', number('--seed'))
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet doctor runs/penguins-1
  wigglenet doctor runs/penguins-1 later.csv`,
    )
    .action(async (path: string, source: string | undefined, flags: Flags) => {
      const { json = false, seed, ...csv } = flags
      const kept = readFacts(path)
      refuseIdle(source, csv, seed)
      const judged = source === undefined ? undefined : await judge(path, kept, source, csv, seed, terminal)
      const findings = diagnose(judged?.facts ?? kept)
      const lines = json
        ? [JSON.stringify({ kind: 'findings', findings })]
        : [...(judged?.notes ?? []), ...longLines(findings, paintFor(terminal))]
      terminal.stdout.write(`${lines.join('\n')}\n`)
    })
}

/** The facts with the score on other rows in place of that on rows kept back. */
async function judge(
  path: string,
  facts: RunFacts,
  source: string,
  csv: CsvReading,
  seed: number | undefined,
  terminal: Terminal,
): Promise<{ facts: RunFacts; notes: string[] }> {
  const model = await openModel(path)
  const { data, notes } = await openData(model, source, csv, { seed }, terminal)
  const { accuracy, rSquared, loss, rows } = evaluate(model, data)
  const { validation: _, ...scores } = facts.scores
  const test = { loss, rows, ...(accuracy !== undefined && { accuracy }), ...(rSquared !== undefined && { rSquared }) }
  return {
    facts: { ...facts, scores: { ...scores, test } },
    notes: [...notes, `${scoreText(estimateOf(model, data))} on ${counted(rows, 'row')}`],
  }
}

/** A flag that would do nothing is an error. */
function refuseIdle(source: string | undefined, csv: CsvReading, seed: number | undefined): void {
  const flag =
    csv.header === false ? '--no-header' : csv.delimiter ? '--delimiter' : seed === undefined ? undefined : '--seed'
  if (source !== undefined || flag === undefined) return
  throw new OptionError({
    where: flag,
    expected: 'the flag is for data',
    received: 'a run alone',
    fix: 'Leave it out.',
  })
}
