// Figures as a table: one for the console, one in Markdown for the README.
import type { BundleSize } from './bundle.ts'
import type { StartUp } from './startup.ts'
import type { Figure } from './versus.ts'

/** Three digits that count, with separators. */
export function digits(value: number): string {
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  const rounded = value >= 1000 ? Number(value.toPrecision(3)) : value
  return rounded.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places })
}

const times = (ratio: number) => `${ratio >= 10 ? Math.round(ratio).toLocaleString('en') : ratio.toPrecision(2)}×`

export function line({ workload, contestant, version, value, unit, ratio, note }: Figure): string {
  const who = `${contestant}${version ? ` ${version}` : ''}`
  const figure = value === undefined ? '–' : `${digits(value)} ${unit}`
  const ours = ratio === undefined ? '' : times(ratio)
  return `${workload.padEnd(23)} ${who.padEnd(34)} ${figure.padStart(20)} ${ours.padStart(8)}  ${note}`
}

/** Milliseconds, or what stands in their place: a ratio of two of them is that of speeds. */
const timeOf = ({ unit, value }: Figure) => (unit === 'µs' || unit === 's' ? value! : 1 / value!)

function tableOf(figures: readonly Figure[]): string[] {
  const { workload, unit } = figures[0]!
  const known = figures.filter(({ value }) => value !== undefined)
  const peers = known.filter(({ device }) => device === undefined)
  return [
    row([`${workload}, ${unit}`, '', ...peers.map(({ contestant }) => contestant)]),
    row(['---', '---:', ...peers.map(() => '---:')]),
    row(['', '', ...peers.map(({ value }) => digits(value!))]),
    ...known
      .filter(({ device }) => device !== undefined)
      .map((own) => row([own.device!, digits(own.value!), ...peers.map((peer) => times(timeOf(peer) / timeOf(own)))])),
  ]
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

interface All {
  readonly figures: readonly Figure[]
  readonly starts: readonly StartUp[]
  readonly bundles: readonly BundleSize[]
}

/** For each workload a table: the peers that do it as columns with their figures, the devices of this library as rows, in the cells how many
 *  times as fast this library is. Then the start and the size of a page. */
export function markdown({ figures, starts, bundles }: All): string {
  const workloads = [...new Set(figures.map(({ workload }) => workload))]
  return [
    ...workloads.flatMap((workload) => [...tableOf(figures.filter((figure) => figure.workload === workload)), '']),
    `From process start to the first prediction: ${starts.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`).join(', ')}.`,
    `A page that trains 2-20-2, minified and gzipped: ${bundles.map(({ name, gzippedBytes }) => `${name} ${(gzippedBytes / 1000).toFixed(1)} kB`).join(', ')}.`,
  ].join('\n')
}
