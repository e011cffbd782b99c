import * as Plot from '@observablehq/plot'
import type { Histogram } from 'wigglenet'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, plotted, short } from '../svg/plotted.ts'

export interface HistogramChartOptions extends PictureOptions {
  /** What is counted, such as `weight`; default `value`. */
  readonly name?: string
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
