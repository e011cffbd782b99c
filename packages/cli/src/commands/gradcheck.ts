import type { Command } from 'commander'
import {
  type DataSet,
  drawParameter,
  examples,
  type Gradcheck,
  gradcheck,
  joint,
  klDivergence,
  type Loss,
  type Network,
  normal,
  OptionError,
  parameterShapes,
  randomStream,
  streams,
  takeRows,
  weighted,
} from 'wigglenet'
import { activations, losses } from 'wigglenet/catalogue'
import { isSpec, networkFromSpec } from '../build-network.ts'
import { exitCodes, placed } from '../failure.ts'
import { choose, number } from '../flags.ts'
import { openModel } from '../model-path.ts'
import { counted, type Terminal } from '../terminal.ts'
import { openData } from './evaluate.ts'

interface Flags {
  readonly activation?: string
  readonly maxout?: number
  readonly loss?: string
  readonly weights?: boolean
  readonly l2?: number
  readonly l1?: number
  readonly rows?: number
  readonly seed?: number
  readonly json?: boolean
}

/** Parameters that are checked within a minute or two. */
const MOST = 20_000

/** `wigglenet gradcheck`: are the gradients those of the loss? */
export function addGradcheck(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('gradcheck')
    .summary('compare the gradients of a network with differences of its loss')
    .description(
      'Compares every gradient of a network with a difference of losses, both in float64, and tells the largest error of\n' +
        'each parameter. The network is given by its sizes, with weights and rows drawn at random, or is a model with rows.',
    )
    .argument('<model>', 'sizes such as 3-4-4-2, model file, or folder of a run')
    .argument('[data]', 'for a model: CSV file, folder of images, or name of embedded data')
    .option('--activation <name>', `of the hidden layers of given sizes: ${Object.keys(activations).join(', ')}`)
    .option('--maxout <pieces>', 'maxout layers of this many pieces', number('--maxout'))
    .option(
      '--loss <name>',
      `for given sizes (default: softmax): ${Object.keys(checkable).join(', ')}; joint losses as huber:2+kl-divergence:3, each with its outputs`,
    )
    .option('--weights', 'rows with weights, drawn too')
    .option('--l2 <strength>', 'weight decay: 0.5·l2·Σw²', number('--l2'))
    .option('--l1 <strength>', 'l1·Σ|w|', number('--l1'))
    .option('--rows <count>', 'rows of the batch (default: 10)', number('--rows'))
    .option('--seed <number>', 'of drawn weights and rows, and of generated data (default: 1)', number('--seed'))
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet gradcheck 3-4-4-2
  wigglenet gradcheck 5-8-1 --activation tanh --loss mean-squared-error --l2 0.01
  wigglenet gradcheck 3-6-6 --loss mean-squared-error+binary-softmax:2+kl-divergence:3
  wigglenet gradcheck runs/iris-1 iris

Exit codes: ${exitCodes.done} all gradients are right, ${exitCodes.failed} some are not.`,
    )
    .action(async (given: string, source: string | undefined, flags: Flags) => {
      const { l2 = 0, l1 = 0, json = false } = flags
      const { network, parameters, data, loss } = isSpec(given)
        ? drawn(given, source, flags)
        : await trained(given, source, flags, terminal)
      const count = Object.values(parameters).reduce((sum, values) => sum + values.length, 0)
      if (count > MOST) {
        throw new OptionError({
          where: 'gradcheck',
          expected: `the network must have at most ${MOST} parameters, since each is moved and the loss taken anew`,
          received: String(count),
          fix: 'Check a smaller network of the same kind.',
        })
      }
      const result = gradcheck<number, number>(network, parameters, { data, loss, l2, l1 })
      terminal.stdout.write(json ? `${JSON.stringify({ kind: 'gradcheck', ...result })}\n` : textOf(result, data.rows))
      if (!result.ok) end(exitCodes.failed)
    })
}

interface Checked {
  readonly network: Network
  readonly parameters: Readonly<Record<string, ArrayLike<number>>>
  readonly data: DataSet
  readonly loss: Loss
}

function drawn(spec: string, source: string | undefined, flags: Flags): Checked {
  if (source !== undefined) throw idle('data', 'rows are for a model', source)
  const { activation = 'relu', maxout = 0, rows = 10, seed = 1 } = flags
  const network = networkFromSpec(spec, { activation, maxout, dropout: 0 })
  const loss = lossOf(flags.loss ?? 'softmax')
  const parameters = Object.fromEntries(
    parameterShapes(network).map((shape, i) => [
      shape.name,
      // Biases of 0 would put units that get nothing exactly at their kink.
      drawParameter(shape.role === 'biases' ? { ...shape, initializer: normal({ deviation: 0.1 }) } : shape, seed, i),
    ]),
  )
  const data = rowsFor(network, loss, rows, seed)
  return { network, parameters, data: flags.weights ? weighted(data, drawnWeights(rows, seed)) : data, loss }
}

async function trained(path: string, source: string | undefined, flags: Flags, terminal: Terminal): Promise<Checked> {
  const unused = (['activation', 'maxout', 'loss', 'weights'] as const).find((name) => flags[name] !== undefined)
  if (unused !== undefined) throw idle(`--${unused}`, 'the flag is for a network given by its sizes', path)
  if (source === undefined) {
    throw new OptionError({
      where: 'gradcheck',
      expected: 'a model needs rows to be checked on',
      received: 'none',
      fix: 'Name a file, as in wigglenet gradcheck runs/iris-1 iris.',
    })
  }
  const model = await openModel(path)
  const { data } = await openData(model, source, {}, { seed: flags.seed }, terminal)
  const count = Math.min(flags.rows ?? 10, data.rows)
  const { network, parameters, loss } = model
  return {
    network,
    parameters,
    data: takeRows(
      data,
      Array.from({ length: count }, (_, row) => row),
    ),
    loss,
  }
}

const checkable: Readonly<Record<string, () => Loss>> = { ...losses, 'kl-divergence': klDivergence }

/** A loss by its name, or several joined: `huber:2+kl-divergence:3`.
 *  Throws:  OptionError for an unknown name or a number of outputs that is none */
function lossOf(text: string): Loss {
  const parts = text.split('+').map((part) => part.split(':') as [string, string?])
  const [[only, columns]] = parts as [[string, string?]]
  if (parts.length === 1 && columns === undefined) return choose('--loss', only, checkable)()
  const own = parts.map(([name, outputs = '1']) => ({
    loss: choose('--loss', name, checkable)(),
    columns: number('--loss')(outputs),
  }))
  return placed('--loss', () => joint(own))
}

/** Gaussian rows, and targets of the form that the loss takes. */
function rowsFor({ inputs, outputs }: Network, loss: Loss, rows: number, seed: number): DataSet {
  const random = randomStream(seed, streams.data)
  const X = Array.from({ length: rows }, () => Array.from({ length: inputs }, () => random.normal()))
  if (loss.target === 'number') {
    const y = Array.from({ length: rows }, () => targetsOf(loss, outputs, random))
    return examples({ X, y, task: 'regression' })
  }
  const classes = Array.from({ length: Math.max(2, outputs) }, (_, k) => `class ${k}`)
  const y = Array.from({ length: rows }, () => classes[random.below(classes.length)]!)
  return examples({ X, y, classes })
}

/** Targets of a row: numbers, labels of 0 and 1, counts, or probabilities. */
function targetsOf(loss: Loss, columns: number, random: ReturnType<typeof randomStream>): number[] {
  if ('parts' in loss) return loss.parts.flatMap((part) => targetsOf(part.loss, part.columns, random))
  const numbers = Array.from({ length: columns }, () => random.normal())
  if (loss.target !== 'number') return numbers.map((value) => (value > 0 ? 1 : 0))
  if (!('link' in loss)) return numbers
  const counts = numbers.map((value) => Math.floor(3 * Math.abs(value)))
  if (loss.link === 'exp') return counts
  const sum = counts.reduce((a, b) => a + b + 1, 0)
  return counts.map((count) => (count + 1) / sum)
}

/** Some of them 0, unless it is one row. */
const drawnWeights = (rows: number, seed: number): number[] => {
  const random = randomStream(seed, streams.data, 1)
  return Array.from({ length: rows }, (_, row) => (row === 0 ? 1 : Math.max(0, random.normal() + 1)))
}

function idle(where: string, expected: string, received: string): OptionError {
  return new OptionError({ where, expected, received, fix: 'Leave it out.' })
}

function textOf({ ok, byParameter, skipped }: Gradcheck, rows: number): string {
  const digits = (value: number) => value.toExponential(2)
  const cells = byParameter.map(({ parameter, checked, skipped: kinks, worst, ok: right }) => [
    parameter,
    String(checked),
    kinks > 0 ? `${kinks} at kinks` : '',
    worst ? (worst.error === 0 ? 'below rounding' : digits(worst.error)) : '–',
    worst ? `[${worst.index}] ${digits(worst.analytic)} by formula, ${digits(worst.numeric)} by differences` : '',
    right ? '' : 'WRONG',
  ])
  const head = ['parameter', 'numbers', 'skipped', 'largest error', 'there', '']
  const widths = head.map((title, k) => Math.max(title.length, ...cells.map((row) => row[k]!.length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, k) => cell.padEnd(widths[k]!))
      .join('  ')
      .trimEnd()
  const checked = byParameter.reduce((sum, one) => sum + one.checked, 0)
  const kinks = skipped > 0 ? `; ${skipped} at kinks of the loss have no one slope` : ''
  const verdict = ok
    ? `all ${counted(checked, 'gradient')} on ${counted(rows, 'row')} agree to 1e-6${kinks}`
    : `gradients are WRONG: ${byParameter
        .filter((one) => !one.ok)
        .map(({ parameter }) => parameter)
        .join(', ')}`
  return [line(head), ...cells.map(line), '', verdict, ''].join('\n')
}
