// A chart by Observable Plot in the colours and the lettering of the others.
import * as Plot from '@observablehq/plot'
import type { Colours } from '../theme.ts'
import { Paper, type PaperElement } from './paper.ts'
import { type Drawn, textSize } from './picture.ts'

export interface AxisLook {
  readonly label: string
  readonly ticks?: number | readonly (number | string)[]
  readonly format?: (value: never) => string
  readonly grid?: boolean
  readonly rotate?: number
}

/** Marks of an x and a y axis with their labels. */
export function axes(colours: Colours, look: { readonly x?: AxisLook; readonly y?: AxisLook }): Plot.Markish[] {
  const base = { fill: colours.soft, tickSize: 0, labelArrow: 'none', fontSize: textSize } as const
  const given = ({ label, ticks, format }: AxisLook) =>
    ({
      ...base,
      label,
      ...(ticks !== undefined && { ticks }),
      ...(format && { text: format }), // `tickFormat` leaves out some ticks of logarithmic scales
    }) as unknown as Plot.AxisXOptions & Plot.AxisYOptions
  const { x, y } = look
  return [
    ...(x?.grid ? [Plot.gridX({ stroke: colours.line, strokeOpacity: 1, ...gridTicks(x) })] : []),
    ...(y?.grid ? [Plot.gridY({ stroke: colours.line, strokeOpacity: 1, ...gridTicks(y) })] : []),
    ...(x ? [Plot.axisX({ ...given(x), labelAnchor: 'center', ...(x.rotate && { tickRotate: x.rotate }) })] : []),
    ...(y ? [Plot.axisY(given(y))] : []),
  ]
}

const gridTicks = ({ ticks }: AxisLook) => (ticks === undefined ? {} : ({ ticks } as Plot.GridOptions))

/** Draws the marks of Plot. */
export function plotted(options: Plot.PlotOptions & { readonly width: number; readonly height: number }): Drawn {
  const node = Plot.plot({
    document: new Paper() as unknown as Document,
    ...options,
    className: 'chart',
  }) as unknown as PaperElement
  // What Plot says of the page around it is not for a picture that stands alone.
  node.removeChild(node.children.find(({ tagName }) => tagName === 'style')!)
  for (const name of ['class', 'font-family', 'font-size', 'fill']) node.removeAttribute(name)
  return { node, width: options.width, height: options.height }
}

/** A mark that draws with the scales of the chart. */
export function drawing(
  draw: (scales: { x: (value: number) => number; y: (value: number) => number }) => PaperElement,
): Plot.RenderFunction {
  return (_, { x, y }) => draw({ x: x as never, y: y as never }) as unknown as SVGElement
}

/** A share in percent, a number in few digits, a count with its thousands apart. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`
export const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−')
export const counted = (count: number): string => count.toLocaleString('en-US')
