// Weights as lines and the answers of units as small pictures, on one canvas beneath the buttons: one layer for the browser to put together,
// and no element a weight.
import type { UnitPictures } from '../session/messages.ts'
import { cssColour, type Palette, type Rgb } from './colors.ts'
import { type Column, type Places, unitSize, type Wire, wireOpacity, wireWidth } from './network-places.ts'
import { paintUnit, signShades, unitLine } from './unit-pixels.ts'

type Context = CanvasRenderingContext2D

/** The picture lies inside of the button's border. */
const side = unitSize - 2
const corner = 5
/** How much is left of the picture of a unit that is switched off. */
const offOpacity = 0.15

export function drawNetwork(
  context: Context,
  { columns }: Places,
  palette: Palette,
  wires: readonly Wire[],
  pictures: readonly UnitPictures[],
  isOff: (node: string, unit: number) => boolean,
): void {
  for (const wire of wires) drawWire(context, wire, wire.value < 0 ? palette.negative : palette.positive)
  context.globalAlpha = 1
  for (const column of columns.slice(1)) {
    const own = pictures.find(({ node }) => node === column.node)
    // A view of the network before this one may still be on its way: its sizes are others.
    const answers = own?.units === column.units ? own : undefined
    const paint = answers && painter(answers, palette)
    column.y.forEach((_, unit) => {
      inside(context, column, unit, () => {
        context.fillStyle = cssColour(palette.panel)
        context.fillRect(0, 0, side, side)
        if (isOff(column.node, unit)) context.globalAlpha = offOpacity
        paint?.(context, unit)
      })
    })
  }
}

function drawWire(context: Context, { from, to, share }: Wire, colour: Rgb): void {
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...to)
  context.strokeStyle = cssColour(colour)
  context.lineWidth = wireWidth(share)
  context.globalAlpha = wireOpacity(share)
  context.stroke()
}

/** Draws within the round corners of a unit, from its own corner on. */
function inside(context: Context, { x, y }: Column, unit: number, draw: () => void): void {
  context.save()
  context.translate(x - side / 2, y[unit]! - side / 2)
  context.beginPath()
  context.roundRect(0, 0, side, side, corner)
  context.clip()
  draw()
  context.restore()
}

function painter(pictures: UnitPictures, palette: Palette): (context: Context, unit: number) => void {
  const { columns, rows, units } = pictures
  if (rows === 1) return (context, unit) => drawLine(context, pictures, unit, palette)
  const cells = document.createElement('canvas')
  cells.width = columns
  cells.height = rows * units
  const plain = cells.getContext('2d')!
  const image = plain.createImageData(columns, rows * units)
  const pixels = new Uint32Array(image.data.buffer)
  const shades = signShades(palette)
  const size = columns * rows
  for (let unit = 0; unit < units; unit++)
    paintUnit(pixels.subarray(unit * size, (unit + 1) * size), pictures, unit, shades)
  plain.putImageData(image, 0, 0)
  return (context, unit) => context.drawImage(cells, 0, unit * rows, columns, rows, 0, 0, side, side)
}

/** Over one input: the answers as a line, with a line at 0. */
function drawLine(context: Context, pictures: UnitPictures, unit: number, palette: Palette): void {
  const draw = (points: readonly (readonly [number, number])[], colour: Rgb, width: number) => {
    context.beginPath()
    for (const [x, y] of points) context.lineTo(x, y)
    context.strokeStyle = cssColour(colour)
    context.lineWidth = width
    context.stroke()
  }
  draw(
    [
      [0, side / 2],
      [side, side / 2],
    ],
    palette.line,
    1,
  )
  draw(unitLine(pictures, unit, side, side), palette.positive, 2)
}
