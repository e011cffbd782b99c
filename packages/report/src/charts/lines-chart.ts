// Curves of measured numbers: one quantity over another, for figures of experiments.
import * as Plot from '@observablehq/plot'
import { type Key, type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, percent, plotted, short } from '../svg/plotted.ts'
import { type Colours, seriesColour } from '../theme.ts'

export interface ChartAxis {
  /** What it measures, with the unit. */
  readonly label: string
  readonly logarithmic?: boolean
  /** In percent, of shares in [0, 1]. */
  readonly share?: boolean
  /** Its ticks are whole numbers, as of epochs. */
  readonly whole?: boolean
}

/** Points joined in their order. */
export interface ChartSeries {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
  /** From where to where the measurements of each point spread. */
  readonly spread?: readonly (readonly [low: number, high: number])[]
  /** `dashes` for what was predicted or goes with the series before, whose colour it has; `dots` joins nothing. Default `line`. */
  readonly mark?: 'line' | 'dashes' | 'dots'
}

export interface LinesChart {
  readonly title: string
  readonly note?: string
  readonly x: ChartAxis
  readonly y: ChartAxis
  readonly series: readonly ChartSeries[]
}

/** Lines of at most so many points show each of them. */
const mostDots = 24

/** Measured curves, with the spread of each point where it is known. Numbers that an axis cannot show (not finite; 0 and less on a logarithmic
 *  one) are left out.
 *  Example: linesChart({ title: 'Error', x: { label: 'epoch' }, y: { label: 'error', share: true }, series })  */
export function linesChart({ title, note, x, y, series }: LinesChart, options: PictureOptions = {}): string {
  const shown = series.map((own) => ({ ...own, places: placesOf(own, x, y) }))
  const all = shown.flatMap(({ places }) => places)
  const across = all.map((place) => place.x)
  return svgOf(
    {
      title,
      ...(note !== undefined && { note }),
      keys: (colours) => keysOf(shown, colours),
      draw: (colours, width) => [
        plotted({
          width,
          height: Math.round(Math.min(320, width * 0.62)),
          marginLeft: 56,
          marginRight: 20,
          marginTop: 26,
          marginBottom: 42,
          x: {
            ...scaleOf(
              x,
              all.map((place) => place.x),
            ),
            ...(!x.logarithmic && { domain: endsOf(all.map((place) => place.x)), nice: false }),
          },
          y: scaleOf(
            y,
            all.flatMap(({ y: value, low, high }) => [value, low ?? value, high ?? value]),
          ),
          marks: [
            ...axes(colours, {
              x: {
                label: x.label,
                grid: true,
                ...ticksOf(x, across),
              },
              y: {
                label: y.label,
                grid: true,
                ...ticksOf(
                  y,
                  all.map((place) => place.y),
                ),
              },
            }),
            ...shown.flatMap((own, k) => marksOf(own, colourOf(shown, k, colours), x, y, colours)),
          ],
        }),
      ],
    },
    options,
  )
}

interface Place {
  readonly x: number
  readonly y: number
  readonly low?: number
  readonly high?: number
}
type Shown = ChartSeries & { readonly places: readonly Place[] }

const fits = (value: number, { logarithmic = false }: ChartAxis) =>
  Number.isFinite(value) && (!logarithmic || value > 0)

function placesOf({ points, spread }: ChartSeries, x: ChartAxis, y: ChartAxis): Place[] {
  return points.flatMap(([across, up], i) => {
    if (!fits(across, x) || !fits(up, y)) return []
    const [low, high] = spread?.[i] ?? []
    const known = low !== undefined && high !== undefined && fits(low, y) && fits(high, y)
    return [{ x: across, y: up, ...(known && { low, high }) }]
  })
}

/** Dashes have the colour of the series that they belong to; several of one name, that of writing. */
function colourOf(series: readonly ChartSeries[], k: number, colours: Colours): string {
  const { mark, name } = series[k]!
  if (mark === 'dashes' && series.filter((own) => own.name === name).length > 1) return colours.ink
  const solid = series.slice(0, k + 1).filter((own) => own.mark !== 'dashes').length
  return seriesColour(colours, Math.max(0, solid - 1))
}

function keysOf(series: readonly ChartSeries[], colours: Colours): Key[] {
  const keys = series.map(
    ({ name, mark = 'line' }, k): Key => ({
      label: name,
      colour: colourOf(series, k, colours),
      mark: mark === 'dots' ? { symbol: 'M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z' } : mark,
    }),
  )
  return keys.filter(({ label }, k) => keys.findIndex((key) => key.label === label) === k)
}

function marksOf(
  { name, mark = 'line', places }: Shown,
  stroke: string,
  x: ChartAxis,
  y: ChartAxis,
  colours: Colours,
): Plot.Markish[] {
  const text = ({ x: across, y: up }: Place) =>
    `${name}\n${x.label}: ${valueText(across, x)}\n${y.label}: ${valueText(up, y)}`
  const spreading = places.filter(({ low }) => low !== undefined)
  const dotted = mark === 'dots' || (mark === 'line' && places.length <= mostDots)
  return [
    ...(spreading.length > 0
      ? [Plot.areaY(spreading, { x: 'x', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.16 })]
      : []),
    ...(mark === 'dots'
      ? []
      : [
          Plot.line(places, {
            x: 'x',
            y: 'y',
            stroke,
            strokeWidth: 1.8,
            ...(mark === 'dashes' && { strokeDasharray: '5 3.5', strokeWidth: 1.4 }),
          }),
        ]),
    ...(dotted
      ? [
          Plot.dot(places, {
            x: 'x',
            y: 'y',
            r: 3.2,
            fill: stroke,
            stroke: colours.paper,
            strokeWidth: 0.9,
            title: text,
          }),
        ]
      : []),
  ]
}

export const valueText = (value: number, { share = false }: ChartAxis): string =>
  share ? `${Number((100 * value).toPrecision(3))} %` : short(value)

/** The least and the largest, a little apart where they are one. */
function endsOf(values: readonly number[]): [number, number] {
  const [least, largest] = [Math.min(...values), Math.max(...values)]
  return least < largest ? [least, largest] : [least - 1, largest + 1]
}

function scaleOf({ logarithmic = false, share = false }: ChartAxis, values: readonly number[]) {
  const [least, largest] = [Math.min(...values), Math.max(...values)]
  if (logarithmic) return { type: 'log' as const, domain: least < largest ? [least, largest] : [least / 2, least * 2] }
  if (share && least >= 0) return { domain: [0, largest > 0.5 ? 1 : largest], nice: largest <= 0.5 }
  const low = least >= 0 && least < largest / 2 ? 0 : least
  return { domain: low < largest ? [low, largest] : [low - 1, low + 1], nice: true }
}

/** Ticks of logarithmic axes at 1, 2 and 5 of each power of ten, or of wide ones at powers alone, of which at most six are named. */
function ticksOf({ logarithmic = false, share = false, whole = false }: ChartAxis, values: readonly number[]) {
  const [least, largest] = [Math.min(...values), Math.max(...values)]
  // Small shares have ticks between whole percents.
  const exact = (value: number) => valueText(value, { label: '', share })
  const format = largest < 0.05 ? exact : percent
  if (!logarithmic) return { ticks: whole ? Math.max(1, Math.min(5, largest - least)) : 5, ...(share && { format }) }
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(largest))]
  const steps = largest > 100 * least ? [1] : [1, 2, 5]
  const every = Math.max(1, Math.ceil((to - from) / 6))
  const powers = Array.from({ length: to - from + 1 }, (_, k) => from + k).filter((power) => power % every === 0)
  const ticks = powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
  const within = ticks.filter((tick) => tick >= least * 0.999 && tick <= largest * 1.001)
  return { ticks: within, format: share ? exact : tickText }
}

/** 0.001 and 1000 as they are, what is smaller or larger as 1e-5: the font of pictures has no raised digits. */
function tickText(value: number): string {
  const power = Math.round(Math.log10(value))
  return Math.abs(power) < 4 || Number(`1e${power}`) !== value ? short(value) : `1e${power}`
}
