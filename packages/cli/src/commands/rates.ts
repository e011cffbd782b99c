import { extname } from 'node:path'
import type { Command } from 'commander'
import { OptionError, type RateRange, rateRange } from 'wigglenet'
import { writeFileSafely } from 'wigglenet/node'
import type { Settings } from '../defaults.ts'
import { deviceOnce } from '../devices.ts'
import { flagOf } from '../flags.ts'
import { pictureBytes } from '../picture.ts'
import { fittingFor } from '../stage.ts'
import { counted, quoted, type Terminal, visible } from '../terminal.ts'
import { openTask, type Reading } from '../train.ts'
import { addTrainingFlags, flagsOf, readingNames } from './training-flags.ts'

/** Flags of training that would do nothing in a run of growing rates. */
const idle = ['rate', 'schedule', 'warmUp', 'average', 'epochs', 'patience', 'augment', 'stream', 'buffer']
const ownNames = ['out', 'json', 'debug']
/** Rates that are shown. */
const lines = 13

/** `wigglenet rates`: which learning rates train. */
export function addRates(program: Command, terminal: Terminal): void {
  const command = program
    .command('rates')
    .summary('find the learning rates that train a network on some data')
    .description(
      'Trains on the training rows for 200 steps whose rate grows from 1e-6 to 10, and shows where the loss falls and where it\n' +
        'goes astray. Nothing is kept. The suggestion is a tenth of the rate with the lowest loss.',
    )
    .argument('<data>', 'file, folder or name')
  addTrainingFlags(command)
    .optionsGroup('Rates:')
    .option('--out <file>', 'picture to write: .svg or .png')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet rates penguins.csv --target species
  wigglenet rates mnist/ --optimizer momentum --out rates.svg`,
    )
    .action(async (data: string) => {
      const given = flagsOf(command)
      const format = formatOf(given.out)
      const { range, what } = await measure(data, given, terminal)
      terminal.stdout.write(given.json ? `${JSON.stringify(range)}\n` : textOf(range, what))
      if (format === undefined) return
      const out = String(given.out)
      const { rateRangeChart } = await import('@wigglenet/report')
      writeFileSafely(out, await pictureBytes((options) => rateRangeChart(range, options), format, {}))
      if (!given.json) terminal.stdout.write(`${quoted(visible(out))}\n`)
    })
}

async function measure(
  data: string,
  given: Record<string, unknown>,
  { env }: Terminal,
): Promise<{ range: RateRange; what: string }> {
  const useless = Object.keys(given).find((name) => idle.includes(name))
  if (useless !== undefined) {
    throw new OptionError({
      where: 'rates',
      expected: `no flag of ${idle.slice(0, -2).map(flagOf).join(', ')}, and no stream: 200 steps of growing rates are run`,
      received: flagOf(useless),
      fix: 'Leave it out.',
    })
  }
  const pick = (reading: boolean) =>
    Object.fromEntries(
      Object.entries(given).filter(([name]) => !ownNames.includes(name) && readingNames.includes(name) === reading),
    )
  const { task, settings } = await openTask(data, pick(true) as Reading, pick(false) as Partial<Settings>)
  const parts = task.split(settings)
  const { train } = parts
  if (train.kind === 'stream') throw new Error('a stream is read only where --stream is given')
  const { network, fitting } = fittingFor(parts, settings, 1, deviceOnce(settings, env).of)
  const { loss, optimizer, batch, l2, l1, seed, device } = fitting
  const range = rateRange(network, train, { loss, optimizer, batch, l2, l1, seed, device })
  return { range, what: `${optimizer.kind} on ${counted(train.rows, 'row')}, batch ${batch}` }
}

function textOf({ curve, suggestion, diverged }: RateRange, what: string): string {
  const every = Math.ceil(curve.length / lines)
  const shown = curve.filter((_, i) => i % every === 0)
  const short = (value: number) => String(Number(value.toPrecision(2)))
  return [
    what,
    `${'rate'.padStart(9)}  loss`,
    ...shown.map(({ rate, smoothed }) => `${short(rate).padStart(9)}  ${smoothed.toPrecision(4)}`),
    ...(diverged === undefined ? [] : [`${short(diverged).padStart(9)}  given up: the loss went astray`]),
    suggestion === undefined ? 'the loss never fell: no rate to suggest' : `try --rate ${short(suggestion)}`,
    '',
  ].join('\n')
}

function formatOf(out: unknown): '.svg' | '.png' | undefined {
  if (out === undefined) return undefined
  const format = extname(String(out)).toLowerCase()
  if (format === '.svg' || format === '.png') return format
  throw new OptionError({
    where: '--out',
    expected: 'the file must end with .svg or .png',
    received: String(out),
    fix: 'Choose one of these.',
  })
}
