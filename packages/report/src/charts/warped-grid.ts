import * as Plot from '@observablehq/plot'
import type { WarpedGrid } from 'wigglenet'
import { element, type PaperElement } from '../svg/paper.ts'
import { type Drawn, type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, drawing, plotted } from '../svg/plotted.ts'
import { type Colours, seriesColour } from '../theme.ts'

/** How a layer bends the plane: the window's grid as it is, and where two units send it. A line has the colour of the class that wins there:
 *  what a later straight cut must part lies apart when the layer has done its work.
 *  Example: warpedGridChart(warpedGrid(model, slice(model), { units: [0, 1] }), { classes: model.classes })  */
export function warpedGridChart(
  grid: WarpedGrid,
  options: PictureOptions & { readonly classes?: readonly string[] } = {},
): string {
  const { node, units, slice, points, warped, labels } = grid
  const [first, second] = slice.axes
  return svgOf(
    {
      title: `The plane, bent by ${node}`,
      note: `The grid of the inputs, and where units ${units[0]} and ${units[1]} send it.`,
      keys: (colours) =>
        labels
          ? (options.classes ?? []).map((label, k) => ({
              label,
              colour: seriesColour(colours, k),
              mark: 'line' as const,
            }))
          : [],
      draw: (colours, width) => {
        const each = width >= 340 ? (width - 12) / 2 : width
        const panels = [
          panel(points, grid, colours, each, [first.name, second.name]),
          panel(warped, grid, colours, each, [`unit ${units[0]}`, `unit ${units[1]}`]),
        ]
        return width >= 340 ? [beside(panels, width)] : panels
      },
    },
    options,
  )
}

function panel(
  places: Float32Array | Float64Array,
  { columns, rows, labels }: WarpedGrid,
  colours: Colours,
  width: number,
  names: readonly [string, string],
): Drawn {
  const domain = (axis: 0 | 1): [number, number] => {
    let [low, high] = [Infinity, -Infinity]
    for (let i = axis; i < places.length; i += 2) [low, high] = [Math.min(low, places[i]!), Math.max(high, places[i]!)]
    return low < high ? [low, high] : [low - 0.5, high + 0.5]
  }
  const grid = drawing(({ x, y }) => {
    const at = (place: number) => `${x(places[2 * place]!).toFixed(2)},${y(places[2 * place + 1]!).toFixed(2)}`
    const paths = new Map<number, string[]>()
    const link = (from: number, to: number) => {
      const label = labels?.[from] ?? 0
      paths.set(label, [...(paths.get(label) ?? []), `M${at(from)}L${at(to)}`])
    }
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const place = row * columns + column
        if (column + 1 < columns) link(place, place + 1)
        if (row + 1 < rows) link(place, place + columns)
      }
    }
    const lines = Array.from(
      paths,
      ([label, parts]): PaperElement =>
        element('path', {
          d: parts.join(''),
          stroke: labels ? seriesColour(colours, label) : colours.ink,
          'stroke-width': 1,
          'stroke-opacity': 0.85,
          fill: 'none',
        }),
    )
    return element('g', { class: 'grid' }, ...lines)
  })
  return plotted({
    width,
    height: width + 22,
    marginLeft: 42,
    marginRight: 10,
    marginTop: 26,
    marginBottom: 40,
    x: { domain: domain(0), nice: false },
    y: { domain: domain(1) },
    marks: [
      Plot.frame({ stroke: colours.line }),
      ...axes(colours, { x: { label: names[0], ticks: 4 }, y: { label: names[1], ticks: 4 } }),
      grid,
    ],
  })
}

function beside(panels: readonly Drawn[], width: number): Drawn {
  let x = 0
  const nodes = panels.map(({ node, width: wide }) => {
    const placed = element('g', { transform: `translate(${x},0)` }, node)
    x += wide + 12
    return placed
  })
  return { node: element('g', {}, ...nodes), width, height: Math.max(...panels.map(({ height }) => height)) }
}
