// Distributions: of some numbers, and of the same numbers over time.
import * as Plot from '@observablehq/plot'
import type { Histogram, HistogramSeries } from 'wigglenet'
import { element } from '../svg/paper.ts'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, drawing, plotted, short } from '../svg/plotted.ts'
import { shadedImage } from './tints.ts'

export interface HistogramChartOptions extends PictureOptions {
  /** What is counted, such as `weight`; default `value`. */
  readonly name?: string
  /** What the times of a series are; default `epoch`. */
  readonly time?: string
}

/** How often numbers lie where.
 *  Example: histogramChart(histogram(model.parameters['h1.W']), { name: 'weight' })  */
export function histogramChart(
  { edges, counts, mean, deviation }: Histogram,
  options: HistogramChartOptions = {},
): string {
  const { name = 'value' } = options
  const bins = Array.from(counts, (count, k) => ({ low: edges[k]!, high: edges[k + 1]!, count }))
  return svgOf(
    {
      title: 'Histogram',
      note: `Mean ${short(mean)}, standard deviation ${short(deviation)}.`,
      draw: (colours, width) => [
        plotted({
          width,
          height: 240,
          marginLeft: 50,
          marginRight: 18,
          marginTop: 26,
          marginBottom: 40,
          y: { nice: true },
          marks: [
            ...axes(colours, {
              x: { label: name, ticks: 7 },
              y: {
                label: 'count',
                ticks: Math.min(
                  5,
                  counts.reduce((most, count) => Math.max(most, count), 1),
                ),
                grid: true,
              },
            }),
            Plot.rect(bins, {
              x1: 'low',
              x2: 'high',
              y1: 0,
              y2: 'count',
              fill: colours.series[0]!,
              inset: 0.5,
              title: ({ low, high, count }) => `${short(low)} to ${short(high)}\n${count}`,
            }),
            Plot.ruleY([0], { stroke: colours.soft }),
          ],
        }),
      ],
    },
    options,
  )
}

/** How a distribution changes over time: a column of shades for each time, the darker the more numbers lie there; its mean, and one standard
 *  deviation to both sides.
 *  Example: histogramSeriesChart(histogramSeries(snapshots), { name: 'weight', time: 'epoch' })  */
export function histogramSeriesChart(series: HistogramSeries, options: HistogramChartOptions = {}): string {
  const { name = 'value', time = 'epoch' } = options
  const { edges, times, counts, means, deviations } = series
  const bins = edges.length - 1
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0)
  const columns = times.length
  const turned = Float64Array.from(counts, (_, i) => counts[(i % columns) * bins + Math.floor(i / columns)]!)
  const image = shadedImage(turned, columns, [0, most], true)
  const rows = Array.from(times.keys())
  // The middle of a column of shades stands at its time where times are evenly spaced.
  const step = columns > 1 ? (times[columns - 1]! - times[0]!) / (columns - 1) : 1
  const domain = [times[0]! - step / 2, times[columns - 1]! + step / 2]
  return svgOf(
    {
      title: 'Distribution over time',
      note: `The darker, the more numbers (at most ${most} in a bin).`,
      keys: ({ ink }) => [
        { label: 'mean', colour: ink, mark: 'line' },
        { label: '± one standard deviation', colour: ink, mark: 'dashes' },
      ],
      draw: (colours, width) => [
        plotted({
          width,
          height: 250,
          marginLeft: 50,
          marginRight: 18,
          marginTop: 26,
          marginBottom: 40,
          x: { domain },
          y: { domain: [edges[0]!, edges[bins]!] },
          marks: [
            drawing(({ x, y }) => {
              const [left, top] = [x(domain[0]!), y(edges[bins]!)]
              const place = { x: left, y: top, width: x(domain[1]!) - left, height: y(edges[0]!) - top }
              return element('image', {
                ...place,
                preserveAspectRatio: 'none',
                href: image,
                'image-rendering': 'pixelated',
              })
            }),
            Plot.frame({ stroke: colours.line }),
            ...axes(colours, { x: { label: time, ticks: 7 }, y: { label: name, ticks: 5 } }),
            Plot.line(rows, {
              x: (i: number) => times[i],
              y: (i: number) => means[i],
              stroke: colours.ink,
              strokeWidth: 1.6,
            }),
            ...[-1, 1].map((side) =>
              Plot.line(rows, {
                x: (i: number) => times[i],
                y: (i: number) => Math.min(edges[bins]!, Math.max(edges[0]!, means[i]! + side * deviations[i]!)),
                stroke: colours.ink,
                strokeWidth: 1,
                strokeDasharray: '4 3',
              }),
            ),
          ],
        }),
      ],
    },
    options,
  )
}
