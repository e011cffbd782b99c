import { readBytes } from '@wigglenet/io/node'
import type { Command } from 'commander'
import { DataError, type Model } from 'wigglenet'
import { delimiter } from '../flags.ts'
import { openModel } from '../model-path.ts'
import { type Cell, type CsvReading, readTableFor, rowsFor, tellStrange } from '../rows-for-model.ts'
import type { Terminal } from '../terminal.ts'

/** Rows predicted and written at a time. */
const CHUNK = 1024
/** More would not fit into a text. */
const STDIN_LIMIT_BYTES = 500_000_000

interface Flags extends CsvReading {
  readonly json?: boolean
}

/** `wigglenet predict`: a model and rows in, predictions out. */
export function addPredict(program: Command, terminal: Terminal): void {
  program
    .command('predict')
    .summary('predict the rows of a CSV file')
    .description(
      'Writes a prediction for each row of a CSV file, as CSV: for classes with their probabilities.\n' +
        'Columns are found by their names; others are passed over. Nothing is written if any row is wrong.',
    )
    .argument('<model>', 'model file, or folder of a run')
    .argument('<rows>', 'CSV file, or - for standard input')
    .option('--no-header', 'the first row is data; columns are the features in their order')
    .option('--delimiter <character>', 'what parts the cells (default: guessed)', delimiter)
    .option('--json', 'a JSON object a line instead of CSV')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet predict runs/penguins-1 new.csv > predictions.csv
  head -3 new.csv | wigglenet predict runs/penguins-1/model.wiggle.safetensors - --json`,
    )
    .action(async (path: string, source: string, flags: Flags) => {
      const model = await openModel(path)
      const bytes = source === '-' ? await readAll(terminal.stdin) : await readBytes(source)
      const where = source === '-' ? 'standard input' : source
      const { json = false, ...csv } = flags
      const table = readTableFor(model, bytes, where, csv)
      const rows = rowsFor(model, table, where)
      tellStrange(model, table, csv, terminal)
      const beside = besideOf(model)
      if (!json) terminal.stdout.write(`${['prediction', ...beside.names].map(quoted).join(',')}\n`)
      for (let start = 0; start < rows.length; start += CHUNK) {
        const some = rows.slice(start, start + CHUNK)
        const predictions: readonly Prediction[] = model.predict(some)
        const scores = beside.of(some)
        const lines = predictions.map((prediction, row) =>
          json ? jsonLine(prediction, beside.key, beside.labels, scores[row]!) : csvLine(prediction, scores[row]!),
        )
        terminal.stdout.write(`${lines.join('\n')}\n`)
      }
    })
}

/** What stands beside a prediction: probabilities of classes; scores where the loss gives no probabilities; nothing for numbers. */
interface Beside {
  readonly names: readonly string[]
  readonly labels: readonly string[]
  readonly key: string
  of(rows: Cell[][]): number[][]
}

function besideOf(model: Model): Beside {
  if (model.task === 'regression') return { names: [], labels: [], key: 'scores', of: (rows) => rows.map(() => []) }
  const { kind } = model.loss
  if (kind === 'softmax' || kind === 'binary-softmax') {
    const names = model.classes.map((label) => `probability_${label}`)
    return { names, labels: model.classes, key: 'probabilities', of: (rows) => model.probabilities(rows) }
  }
  // One output scores its second class.
  const labels = model.network.outputs === 1 ? [model.classes[1]!] : model.classes
  const names = labels.map((label) => `score_${label}`)
  return { names, labels, key: 'scores', of: (rows) => model.scores(rows) }
}

type Prediction = string | number | readonly number[]

function csvLine(prediction: Prediction, scores: readonly number[]): string {
  const cells = typeof prediction === 'object' ? prediction.map(short) : [short(prediction)]
  return [...cells, ...scores.map(short)].map(quoted).join(',')
}

function jsonLine(prediction: Prediction, key: string, labels: readonly string[], scores: readonly number[]): string {
  const more = labels.length > 0 ? { [key]: Object.fromEntries(labels.map((label, k) => [label, scores[k]])) } : {}
  return JSON.stringify({ prediction, ...more })
}

/** As many digits as a 32-bit number has. */
function short(value: string | number): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(7))) : value
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of input) {
    size += part.length
    if (size > STDIN_LIMIT_BYTES) {
      throw new DataError({
        where: 'standard input',
        expected: `there must be at most ${STDIN_LIMIT_BYTES} bytes`,
        received: 'more',
        fix: 'Split it.',
      })
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}
