import * as Plot from '@observablehq/plot'
import type { Projection } from 'wigglenet'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, percent, plotted, short } from '../svg/plotted.ts'
import { classKeys, pointMarks } from './points.ts'
import { rampKeys } from './ramp.ts'

export interface ProjectionOptions extends PictureOptions {
  /** Class numbers of the rows, and the names of the classes. */
  readonly labels?: ArrayLike<number>
  readonly classes?: readonly string[]
  /** Or numbers of the rows, and what they are called. */
  readonly numbers?: ArrayLike<number>
  readonly numberName?: string
  /** What the rows are, such as `training rows`; default `rows`. */
  readonly rowsName?: string
  /** Class numbers that a model has predicted: errors are ringed. */
  readonly predicted?: ArrayLike<number>
}

/** Rows of many inputs as points, in the plane in which they vary most. What lies close together may still be far apart in the directions
 *  that are not shown: the axes say how much of the variance they hold.
 *  Example: projectionChart(principalComponents(data), { labels: data.y, classes: data.classes })  */
export function projectionChart(projection: Projection, options: ProjectionOptions = {}): string {
  const { points, shares, variances } = projection
  const { labels, classes, numbers, numberName = 'target', predicted, rowsName = 'rows' } = options
  const components = variances.length
  const count = points.length / components
  const at = (row: number, k: number) => (k < components ? points[row * components + k]! : 0)
  const places = Float64Array.from({ length: 2 * count }, (_, i) => at(Math.floor(i / 2), i % 2))
  const shown = Array.from({ length: Math.min(count, 1000) }, (_, i) => Math.floor((i * count) / Math.min(count, 1000)))
  const errors = labels && predicted ? shown.filter((row) => labels[row] !== predicted[row]) : []
  // Rings around most of the points would hide them.
  const ringed = errors.length <= shown.length / 3 ? errors : []
  const told =
    ringed === errors
      ? '; errors of the model are ringed'
      : `; the model takes ${errors.length} of them for another class`
  const range = Array.from(numbers ?? []).reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )
  const title = (row: number) =>
    labels && classes
      ? `${classes[labels[row]!]}${predicted && predicted[row] !== labels[row] ? `, taken for ${classes[predicted[row]!]}` : ''}`
      : numbers
        ? `${numberName} ${short(numbers[row]!)}`
        : `row ${row}`
  const name = (k: number) => `component ${k + 1}${k < components ? ` (${percent(shares[k]!)} of the variance)` : ''}`
  return svgOf(
    {
      title: 'Rows by their principal components',
      note: `${count > shown.length ? `${shown.length} of ${count} ${rowsName}` : `${count} ${rowsName}`}${predicted ? told : ''}.`,
      keys: (colours) => (classes ? classKeys(classes, colours) : numbers ? rampKeys(range, colours) : []),
      draw: (colours, width) => [
        plotted({
          width,
          height: Math.min(400, width * 0.82),
          marginLeft: 42,
          marginRight: 18,
          marginTop: 26,
          marginBottom: 40,
          x: { nice: true },
          y: { nice: true },
          opacity: { type: 'identity' },
          marks: [
            ...axes(colours, {
              x: { label: name(0), ticks: 6, grid: true },
              y: { label: name(1), ticks: 6, grid: true },
            }),
            ...(numbers
              ? [
                  Plot.dot(shown, {
                    x: (row: number) => at(row, 0),
                    y: (row: number) => at(row, 1),
                    r: 3.2,
                    fill: colours.positive,
                    fillOpacity: (row: number) =>
                      range[1] > range[0] ? 0.08 + (0.87 * (numbers[row]! - range[0])) / (range[1] - range[0]) : 0.5,
                    stroke: colours.positive,
                    strokeWidth: 0.5,
                    title,
                  }),
                ]
              : pointMarks(labels ? { places, labels } : { places }, colours, { title })),
            Plot.dot(ringed, {
              x: (row: number) => at(row, 0),
              y: (row: number) => at(row, 1),
              r: 6.5,
              stroke: colours.ink,
              strokeWidth: 1.4,
              pointerEvents: 'none',
            }),
          ],
        }),
      ],
    },
    options,
  )
}
