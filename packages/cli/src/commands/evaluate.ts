import { stat } from 'node:fs/promises'
import { readBytes } from '@wigglenet/io/node'
import type { Command } from 'commander'
import {
  applyPreprocessing,
  DataError,
  type DataSet,
  labelledRows,
  type Model,
  OptionError,
  rowWeights,
  type Table,
  weighted,
} from 'wigglenet'
import { detailLines, estimateOf, scoreText } from '../estimate.ts'
import { placed } from '../failure.ts'
import { delimiter, number } from '../flags.ts'
import { openModel } from '../model-path.ts'
import { asTrained, type CsvReading, readTableFor, tellStrange } from '../rows-for-model.ts'
import { builtins, openSource } from '../source.ts'
import { withScaling } from '../task.ts'
import { counted, type Terminal } from '../terminal.ts'

interface Flags extends CsvReading {
  readonly json?: boolean
  readonly seed?: number
  readonly weights?: string
}

/** `wigglenet evaluate`: a model and rows with known targets in, how good it is out. */
export function addEvaluate(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .summary('say how good a model is on rows whose target is known')
    .description(
      'Compares predictions with the target: accuracy and confusion for classes, R² and errors for numbers.\n' +
        'The figure is honest only for rows that the model was not trained on.',
    )
    .argument('<model>', 'model file, or folder of a run')
    .argument('<data>', 'CSV file, folder of images (its test images), or name of embedded data')
    .option('--no-header', 'the first row is data; columns are called 1, 2, 3 …')
    .option('--delimiter <character>', 'what parts the cells (default: guessed)', delimiter)
    .option('--weights <column>', 'what each row counts in the scores')
    .option('--seed <number>', 'of generated data (default: 1)', number('--seed'))
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet evaluate runs/penguins-1 later.csv
  wigglenet evaluate runs/survey-1 later.csv --weights people
  wigglenet evaluate runs/mnist-1 mnist/
  wigglenet evaluate runs/spiral-1 spiral --seed 2`,
    )
    .action(async (path: string, source: string, flags: Flags) => {
      const model = await openModel(path)
      const { json = false, seed, weights, ...csv } = flags
      const { data, notes } = await openData(model, source, csv, { seed, weights }, terminal)
      const estimate = estimateOf(model, data)
      if (json) {
        terminal.stdout.write(`${JSON.stringify({ kind: 'result', ...estimate })}\n`)
        return
      }
      const by = weights === undefined ? '' : `, each counted by its ${weights}`
      const score = `${scoreText(estimate)} on ${counted(estimate.rows, 'row')}${by}`
      const lines = [...notes, score, ...detailLines(estimate)]
      terminal.stdout.write(`${lines.join('\n')}\n`)
    })
}

/** The rows of a source, encoded as the model takes them, and what is to be said of them. */
export async function openData(
  model: Model,
  name: string,
  csv: CsvReading,
  { seed, weights }: { readonly seed?: number | undefined; readonly weights?: string | undefined },
  terminal: Terminal,
): Promise<{ data: DataSet; notes: readonly string[] }> {
  const folder = !builtins.includes(name) && (await stat(name).catch(() => undefined))?.isDirectory() === true
  if (folder) refuseFlag(csv.header === false ? '--no-header' : csv.delimiter && '--delimiter', 'CSV files', 'a folder')
  if (name === 'iris' || !builtins.includes(name)) {
    refuseFlag(seed === undefined ? undefined : '--seed', 'generated data', name)
  }
  if (folder || builtins.includes(name)) {
    const source = await openSource(name, { ...csv, ...(seed !== undefined && { seed }) })
    if (source.kind !== 'images') return { data: fromTable(model, source.table, name, weights), notes: [] }
    refuseFlag(weights === undefined ? undefined : '--weights', 'tables', 'images')
    const { preprocessing } = model
    if (preprocessing?.kind !== 'image') throw otherKind(name, 'images', preprocessing)
    const set = source.test ?? source.train
    return { data: withScaling(set, preprocessing), notes: source.notes }
  }
  const table = readTableFor(model, await readBytes(name), name, csv)
  const data = fromTable(model, table, name, weights)
  tellStrange(model, table, csv, terminal)
  return { data, notes: [] }
}

/** A flag that would do nothing is an error. */
function refuseFlag(flag: string | undefined, what: string, received: string): void {
  if (flag === undefined) return
  throw new OptionError({ where: flag, expected: `the flag is for ${what}`, received, fix: 'Leave it out.' })
}

function fromTable(model: Model, table: Table, where: string, weights: string | undefined): DataSet {
  const { preprocessing } = model
  if (preprocessing?.kind !== 'table') throw otherKind(where, 'a table', preprocessing)
  const data = applyPreprocessing(preprocessing, asTrained(preprocessing, table), undefined, where)
  if (weights === undefined) return data
  const own = rowWeights(table, weights, labelledRows(table, preprocessing.target.name), where)
  return placed(where, () => weighted(data, own))
}

function otherKind(where: string, received: string, preprocessing: Model['preprocessing']): DataError {
  const wanted = preprocessing ? `${preprocessing.kind === 'table' ? 'a table' : 'images'}` : 'a program'
  return new DataError({
    where,
    expected: `the data must be of the kind that the model was trained on, from ${wanted}`,
    received,
    fix: 'Give such data.',
  })
}
