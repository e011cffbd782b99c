// Distributions over time: of some numbers, and of the numbers of each layer.
import * as Plot from '@observablehq/plot'
import type { HistogramSeries, LayerDistributions } from 'wigglenet'
import { element } from '../svg/paper.ts'
import { type Drawn, type Key, svgOf } from '../svg/picture.ts'
import { axes, drawing, plotted } from '../svg/plotted.ts'
import type { Colours } from '../theme.ts'
import type { HistogramChartOptions } from './histogram.ts'
import { someOf } from './small-multiples.ts'
import { shadedImage } from './tints.ts'

export interface HistogramSeriesChartOptions extends HistogramChartOptions {
  /** What the times are; default `epoch`. */
  readonly time?: string
}

/** Columns of shades, and layers that are drawn, at most. */
const mostColumns = 400
const mostLayers = 6

/** How a distribution changes over time: a column of shades for each time, the stronger the more numbers lie there; its mean, and one standard
 *  deviation to both sides.
 *  Example: histogramSeriesChart(histogramSeries(snapshots), { name: 'weight', time: 'epoch' })  */
export function histogramSeriesChart(series: HistogramSeries, options: HistogramSeriesChartOptions = {}): string {
  const { name = 'value', time = 'epoch' } = options
  const most = largest(series.counts)
  return svgOf(
    {
      title: 'Distribution over time',
      note: `The stronger the blue, the more numbers (at most ${most} in a bin).`,
      keys,
      draw: (colours, width) => [panel(series, series.counts, { name, time, height: 250 }, colours, width)],
    },
    options,
  )
}

/** How the numbers of each layer are distributed over time, a panel for each, as `histogramSeriesChart` draws them; but shades go by the
 *  square root of the share in a bin, so that the zeros of ReLU leave something to see of the others. Of more than 6 layers some are drawn,
 *  evenly spaced.
 *  Options: name, what the numbers are, such as `weights`
 *  Example: layerDistributionsChart(layerDistributions(events, 'weights'), { name: 'weights' })  */
export function layerDistributionsChart(
  layers: readonly LayerDistributions[],
  options: HistogramSeriesChartOptions = {},
): string {
  const { name = 'values', time = 'epoch' } = options
  const shown = someOf(layers.length, mostLayers).map((k) => layers[k]!)
  // The name of the times stands below the last panel.
  const lookOf = (layer: string, last: boolean) => ({ name: layer, time: last ? time : '', height: last ? 160 : 144 })
  const some = shown.length < layers.length ? ` ${shown.length} of ${layers.length} layers.` : ''
  return svgOf(
    {
      title: `Distribution of ${name} over time`,
      note: `A panel for each layer; the stronger the blue, the more ${name} lie there (by the square root of their number).${some}`,
      keys,
      draw: (colours, width) =>
        shown.map(({ layer, series }, k) =>
          panel(series, series.counts.map(Math.sqrt), lookOf(layer, k === shown.length - 1), colours, width),
        ),
    },
    options,
  )
}

const keys = ({ ink }: Colours): Key[] => [
  { label: 'mean', colour: ink, mark: 'line' },
  { label: '± one standard deviation', colour: ink, mark: 'dashes' },
]

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), 0)

interface PanelLook {
  readonly name: string
  readonly time: string
  readonly height: number
}

/** Shades (times, bins), in columns as wide as the least time between two: each is that of the nearest time. */
function panel(
  { edges, times, means, deviations }: HistogramSeries,
  shades: Float64Array,
  { name, time, height }: PanelLook,
  colours: Colours,
  width: number,
): Drawn {
  const bins = edges.length - 1
  const [first, last] = [times[0]!, times[times.length - 1]!]
  const least = times.reduce((gap, at, i) => (i === 0 ? gap : Math.min(gap, at - times[i - 1]!)), Infinity)
  const step = times.length > 1 ? Math.max(least, (last - first) / (mostColumns - 1)) : 1
  const columns = Math.round((last - first) / step) + 1
  const domain = [first - step / 2, last + step / 2] as const
  const nearest = Array.from({ length: columns }, (_, k) => nearestTo(times, first + k * step))
  const image = shadedImage(
    Float64Array.from(
      { length: columns * bins },
      (_, i) => shades[nearest[i % columns]! * bins + Math.floor(i / columns)]!,
    ),
    columns,
    [0, largest(shades)],
    true,
  )
  const rows = Array.from(times.keys())
  const line = (y: (i: number) => number, look: Plot.LineOptions) =>
    Plot.line(rows, { x: (i: number) => times[i], y, stroke: colours.ink, ...look })
  return plotted({
    width,
    height,
    marginLeft: 50,
    marginRight: 18,
    marginTop: 26,
    marginBottom: time === '' ? 24 : 40,
    x: { domain },
    y: { domain: [edges[0]!, edges[bins]!] },
    marks: [
      drawing(({ x, y }) => {
        const [left, top] = [x(domain[0]), y(edges[bins]!)]
        const place = { x: left, y: top, width: x(domain[1]) - left, height: y(edges[0]!) - top }
        return element('image', { ...place, preserveAspectRatio: 'none', href: image, 'image-rendering': 'pixelated' })
      }),
      Plot.frame({ stroke: colours.line }),
      ...axes(colours, {
        x: { label: time, ticks: Math.max(1, Math.min(7, last - first)) },
        y: { label: name, ticks: height < 200 ? 4 : 5 },
      }),
      line((i) => means[i]!, { strokeWidth: 1.6 }),
      ...[-1, 1].map((side) =>
        line((i) => Math.min(edges[bins]!, Math.max(edges[0]!, means[i]! + side * deviations[i]!)), {
          strokeWidth: 1,
          strokeDasharray: '4 3',
        }),
      ),
    ],
  })
}

/** The place of the time that is nearest. */
function nearestTo(times: Float64Array, wanted: number): number {
  return times.reduce((best, at, i) => (Math.abs(at - wanted) < Math.abs(times[best]! - wanted) ? i : best), 0)
}
