// Bars of measured numbers: groups below one another, the name of each above its bars, so that long names have room on a telephone too.
import * as Plot from '@observablehq/plot'
import { shortened } from '../svg/lettering.ts'
import { type PictureOptions, svgOf, textSize } from '../svg/picture.ts'
import { axes, percent, plotted, short } from '../svg/plotted.ts'
import { seriesColour } from '../theme.ts'
import { type ChartAxis, valueText } from './lines-chart.ts'

export interface BarsChart {
  readonly title: string
  readonly note?: string
  readonly value: ChartAxis
  /** What the bars of a group stand for, in their order. */
  readonly series: readonly string[]
  readonly rows: readonly {
    readonly name: string
    /** A bar for each series; none where there is no number. */
    readonly values: readonly (number | undefined)[]
    readonly spread?: readonly (readonly [low: number, high: number] | undefined)[]
  }[]
}

/** Heights in pixels: of a group's name, a bar, and the room below a group. */
const [nameHigh, barHigh, gap] = [20, 17, 10]

/** Measured numbers as bars from 0, with a line over the spread of each where it is known.
 *  Example: barsChart({ title: 'Accuracy', value: { label: 'accuracy', share: true }, series: ['test'], rows })  */
export function barsChart({ title, note, value, series, rows }: BarsChart, options: PictureOptions = {}): string {
  const groupHigh = nameHigh + barHigh * series.length + gap
  const bars = rows.flatMap(({ name, values, spread }, row) =>
    values.flatMap((length, k) => {
      const top = row * groupHigh + nameHigh + k * barHigh
      const [low, high] = spread?.[k] ?? []
      return [{ name, kind: series[k]!, k, length, top, low, high }]
    }),
  )
  const drawn = bars.filter((bar): bar is typeof bar & { length: number } => bar.length !== undefined)
  const spread = drawn.filter(({ low, high }) => low !== undefined && high !== undefined && low < high)
  const largest = Math.max(0, ...drawn.map(({ length, high = 0 }) => Math.max(length, high)))
  const high = rows.length * groupHigh
  return svgOf(
    {
      title,
      ...(note !== undefined && { note }),
      keys: (colours) =>
        series.length > 1 ? series.map((label, k) => ({ label, colour: seriesColour(colours, k) })) : [],
      draw: (colours, width) => [
        plotted({
          width,
          height: high + 44,
          marginLeft: 14,
          marginRight: 52,
          marginTop: 2,
          marginBottom: 42,
          x: { domain: [0, largest > 0 ? largest : 1] },
          y: { domain: [high, 0], axis: null },
          marks: [
            ...axes(colours, {
              x: { label: value.label, ticks: 5, grid: true, format: value.share ? percent : short },
            }),
            Plot.text(rows, {
              x: 0,
              y: (_: unknown, row: number) => row * groupHigh + nameHigh / 2 + 1,
              text: ({ name }) => shortened(name, textSize, width - 60),
              textAnchor: 'start',
              fill: colours.ink,
              stroke: colours.paper,
              strokeWidth: 3,
            }),
            Plot.rect(drawn, {
              x1: 0,
              x2: 'length',
              y1: ({ top }) => top + 1,
              y2: ({ top }) => top + barHigh - 2,
              fill: ({ k }) => seriesColour(colours, k),
              fillOpacity: 0.85,
              title: ({ name, kind, length }) =>
                `${name}${series.length > 1 ? `, ${kind}` : ''}: ${valueText(length, value)}`,
            }),
            Plot.link(spread, {
              x1: 'low',
              x2: 'high',
              y1: ({ top }) => top + barHigh / 2 - 0.5,
              y2: ({ top }) => top + barHigh / 2 - 0.5,
              stroke: colours.ink,
              strokeWidth: 1.6,
            }),
            Plot.text(bars, {
              x: ({ length = 0, high: most = 0 }) => Math.max(length, most),
              y: ({ top }) => top + barHigh / 2 - 0.5,
              text: ({ length }) => (length === undefined ? 'none' : valueText(length, value)),
              textAnchor: 'start',
              dx: 5,
              fill: ({ length }) => (length === undefined ? colours.soft : colours.ink),
            }),
          ],
        }),
      ],
    },
    options,
  )
}
