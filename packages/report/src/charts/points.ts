// Examples as points on a chart: a colour and a shape for each class, so that neither alone must be told apart.
import * as Plot from '@observablehq/plot'
import type { Key } from '../svg/picture.ts'
import { type Colours, seriesColour } from '../theme.ts'
import type { ChartPoints } from './chart-points.ts'

interface PointOptions {
  readonly window?: readonly [readonly [number, number], readonly [number, number]]
  readonly title?: (place: number) => string
}

/** More are not drawn: evenly spaced ones stand for them. */
const mostPoints = 1000

/** Shapes as Plot names them, and their outlines around 0 for the key. */
const shapes: readonly (readonly [
  name: 'circle' | 'triangle' | 'square' | 'diamond' | 'cross' | 'star',
  outline: string,
])[] = [
  ['circle', 'M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z'],
  ['triangle', 'M0,-5L4.8,3.4H-4.8Z'],
  ['square', 'M-3.7,-3.7H3.7V3.7H-3.7Z'],
  ['diamond', 'M0,-5.6L3.9,0L0,5.6L-3.9,0Z'],
  ['cross', 'M-1.6,-4.8H1.6V-1.6H4.8V1.6H1.6V4.8H-1.6V1.6H-4.8V-1.6H-1.6Z'],
  ['star', 'M0,-5.6L1.4,-1.9H5.3L2.2,0.7L3.3,4.5L0,2.3L-3.3,4.5L-2.2,0.7L-5.3,-1.9H-1.4Z'],
]
const shapeOf = (label: number) => shapes[label % shapes.length]!

/** Classes that a key names, at most. */
const mostKeys = 12

export const classKeys = (classes: readonly string[], colours: Colours): Key[] => [
  ...classes
    .slice(0, classes.length > mostKeys ? mostKeys - 1 : mostKeys)
    .map((label, k) => ({ label, colour: seriesColour(colours, k), mark: { symbol: shapeOf(k)[1] } })),
  ...(classes.length > mostKeys
    ? [{ label: `and ${classes.length - mostKeys + 1} more`, colour: 'none', mark: 'line' as const }]
    : []),
]

/** The points within a window as marks, with a text for each where one is wanted. */
export function pointMarks(
  points: ChartPoints,
  colours: Colours,
  { window, title }: PointOptions = {},
): Plot.Markish[] {
  const count = points.places.length / 2
  const every = Math.max(1, Math.ceil(count / mostPoints))
  const shown = Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every)
  const groups = new Map<number, number[]>()
  for (const i of shown) {
    const within = (axis: 0 | 1) =>
      !window || (points.places[2 * i + axis]! >= window[axis][0] && points.places[2 * i + axis]! <= window[axis][1])
    if (!within(0) || !within(1)) continue
    const label = points.labels?.[i] ?? 0
    groups.set(label, [...(groups.get(label) ?? []), i])
  }
  return Array.from(groups, ([label, own]) =>
    Plot.dot(own, {
      x: (i: number) => points.places[2 * i],
      y: (i: number) => points.places[2 * i + 1],
      symbol: shapeOf(label)[0],
      r: 3.2,
      fill: points.labels ? seriesColour(colours, label) : colours.ink,
      stroke: colours.paper,
      strokeWidth: 0.9,
      ...(title && { title }),
    }),
  )
}
