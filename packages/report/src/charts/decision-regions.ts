// Where a classifier says what, in a window of two inputs: from a raster, which does for every network, or as exact polygons.
import * as Plot from '@observablehq/plot'
import type { DecisionRaster, ExactRegions, Slice } from 'wigglenet'
import { element, type PaperElement } from '../svg/paper.ts'
import { type Drawn, type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, drawing, percent, plotted, short } from '../svg/plotted.ts'
import { type Colours, seriesColour } from '../theme.ts'
import type { ChartPoints } from './chart-points.ts'
import { classKeys, pointMarks } from './points.ts'
import { rampKeys } from './ramp.ts'
import { boundaryOf, type Scales } from './raster-boundary.ts'
import { classImage, shadedImage } from './tints.ts'

export interface RegionOptions extends PictureOptions {
  /** Examples to draw over the regions. */
  readonly points?: ChartPoints
  /** What the points are, such as `training rows`; default `rows`. */
  readonly rowsName?: string
}

/** What a model answers in a window: classes by colour, the stronger the surer where the loss gives probabilities, with the boundary between
 *  them; or numbers as shades of blue.
 *  Example: decisionRasterChart(decisionRaster(model, slice(model)), { points })  */
export function decisionRasterChart(raster: DecisionRaster, options: RegionOptions = {}): string {
  const { slice, columns, labels, classes, probabilities, predictions, outputs } = raster
  const points = options.points ? { points: options.points } : {}
  if (!labels || !classes) {
    const first = Float64Array.from({ length: raster.rows * columns }, (_, i) => predictions![i * outputs]!)
    const range = rangeOf(first)
    return svgOf(
      {
        title: 'Predictions',
        note: `From ${short(range[0])} to ${short(range[1])}${outputs > 1 ? ', the first output' : ''}.`,
        keys: (colours) => rampKeys(range, colours),
        draw: (colours, width) => [
          windowed(
            slice,
            colours,
            width,
            (scales) => imageOf(slice, shadedImage(first, columns, range, true), scales),
            points,
          ),
        ],
      },
      options,
    )
  }
  const sure = (i: number) =>
    probabilities
      ? (probabilities[i * classes.length + labels[i]!]! - 1 / classes.length) / (1 - 1 / classes.length)
      : 0.6
  const image = classImage(labels, sure, columns)
  return svgOf(
    {
      title: 'Decision regions',
      note: `What the model answers at each place${probabilities ? ', the stronger the colour the surer' : ''}.${pointsNote(options)}`,
      keys: (colours) => classKeys(classes, colours),
      draw: (colours, width) => [
        windowed(
          slice,
          colours,
          width,
          (scales) => element('g', {}, imageOf(slice, image, scales), boundaryOf(raster, scales, colours)),
          { ...points, classes },
        ),
      ],
    },
    options,
  )
}

/** The exact regions of a piecewise-linear classifier: polygons, the straight pieces of the boundary, and faintly the kinks of its units.
 *  Throws nothing; a network that predicts numbers has no classes, and only its kinks are drawn.
 *  Example: decisionRegionsChart(decisionRegions(model, slice(model)), { points })  */
export function decisionRegionsChart(exact: ExactRegions, options: RegionOptions = {}): string {
  const { slice, classes, regions, boundary, kinks, linearRegionCount } = exact
  const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
  const islands = regions.filter(({ touchesEdge }) => !touchesEdge).length
  return svgOf(
    {
      title: 'Exact decision regions',
      note: `${regions.length > 0 ? `${many(regions.length, 'region')}${islands > 0 ? `, ${many(islands, 'island')} among them` : ''}; ` : ''}the network is ${many(linearRegionCount, 'linear piece')} here (thin lines).${pointsNote(options)}`,
      keys: (colours) => classKeys(classes, colours),
      draw: (colours, width) => [
        windowed(
          slice,
          colours,
          width,
          (scales) =>
            element(
              'g',
              {},
              ...regions.map(({ label, rings, share }) =>
                element(
                  'path',
                  {
                    d: rings.map((ring) => outline(ring, scales)).join(''),
                    fill: seriesColour(colours, label),
                    'fill-opacity': 0.26,
                    'fill-rule': 'evenodd',
                    class: 'region',
                  },
                  element('title', {}, `${classes[label]}\n${percent(share)} of the window`),
                ),
              ),
              element('path', {
                d: segments(kinks, scales),
                stroke: colours.ink,
                'stroke-opacity': 0.16,
                'stroke-width': 0.7,
                fill: 'none',
                class: 'kinks',
              }),
              element('path', {
                d: segments(boundary, scales),
                stroke: colours.ink,
                'stroke-width': 1.6,
                'stroke-linecap': 'round',
                fill: 'none',
                class: 'boundary',
              }),
            ),
          { ...(options.points && { points: options.points }), classes },
        ),
      ],
    },
    options,
  )
}

const pointsNote = ({ points, rowsName = 'rows' }: RegionOptions) => (points ? ` Points: ${rowsName}.` : '')

const rangeOf = (values: Float64Array): [number, number] =>
  values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )

/** A square window with its axes, filled by what draws in it. */
function windowed(
  { axes: [first, second] }: Slice,
  colours: Colours,
  width: number,
  fill: (scales: Scales) => PaperElement,
  { points, classes }: { readonly points?: ChartPoints; readonly classes?: readonly string[] } = {},
): Drawn {
  const [marginLeft, marginRight, marginTop, marginBottom] = [48, 14, 26, 40]
  const side = Math.min(width - marginLeft - marginRight, 460)
  const title = (i: number) =>
    `${classes && points!.labels ? `${classes[points!.labels[i]!]}\n` : ''}${first.name} ${short(points!.places[2 * i]!)}, ${second.name} ${short(points!.places[2 * i + 1]!)}`
  return plotted({
    width: marginLeft + marginRight + side,
    height: marginTop + marginBottom + side,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: { domain: first.range },
    y: { domain: second.range },
    marks: [
      drawing(fill),
      Plot.frame({ stroke: colours.line }),
      ...axes(colours, { x: { label: first.name, ticks: 6 }, y: { label: second.name, ticks: 6 } }),
      ...(points ? pointMarks(points, colours, { window: [first.range, second.range], title }) : []),
    ],
  })
}

function imageOf({ axes: [first, second] }: Slice, href: string, { x, y }: Scales): PaperElement {
  const [left, right, top, bottom] = [x(first.range[0]), x(first.range[1]), y(second.range[1]), y(second.range[0])]
  return element('image', {
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    preserveAspectRatio: 'none',
    href,
  })
}

const outline = (ring: Float64Array, { x, y }: Scales) => {
  const corners = Array.from(
    { length: ring.length / 2 },
    (_, k) => `${x(ring[2 * k]!).toFixed(2)},${y(ring[2 * k + 1]!).toFixed(2)}`,
  )
  return `M${corners.join('L')}Z`
}

const segments = (ends: Float64Array, { x, y }: Scales) =>
  Array.from({ length: ends.length / 4 }, (_, k) => {
    const [x1, y1, x2, y2] = ends.subarray(4 * k, 4 * k + 4) as unknown as [number, number, number, number]
    return `M${x(x1).toFixed(2)},${y(y1).toFixed(2)}L${x(x2).toFixed(2)},${y(y2).toFixed(2)}`
  }).join('')
