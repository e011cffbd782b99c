// What stands still while it trains: axes and points; and the cross of the keyboard.
import type { Opened, Points } from '../session/messages.ts'
import { classColour, cssColour, type Palette, type Rgb, rampColour } from './colors.ts'
import { type Frame, toPixel } from './frame.ts'
import { diamond, markOf } from './marks.ts'
import { shareIn } from './region-pixels.ts'
import { ticks, tickText } from './ticks.ts'

type Context = CanvasRenderingContext2D

/** About so many CSS pixels between two ticks. */
const tickSpacing = { x: 70, y: 50 }
const writing = '12px system-ui, sans-serif'

export function drawAxes(context: Context, frame: Frame, palette: Palette, [xName, yName]: readonly [string, string]) {
  const { left, top, width, height } = frame
  const [right, bottom] = [left + width, top + height]
  context.font = writing
  context.lineWidth = 1
  context.strokeStyle = cssColour(palette.line)
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1)
  context.fillStyle = cssColour(palette.faint)
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.beginPath()
  for (const tick of ticks(frame.x, width / tickSpacing.x)) {
    const [px] = toPixel(frame, tick, 0)
    context.moveTo(px, bottom)
    context.lineTo(px, bottom + 4)
    context.fillText(tickText(tick), px, bottom + 7)
  }
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const tick of ticks(frame.y, height / tickSpacing.y)) {
    const [, py] = toPixel(frame, 0, tick)
    context.moveTo(left - 4, py)
    context.lineTo(left, py)
    context.fillText(tickText(tick), left - 7, py)
  }
  context.stroke()
  context.fillStyle = cssColour(palette.ink)
  context.textAlign = 'center'
  context.textBaseline = 'bottom'
  context.fillText(xName, (left + right) / 2, bottom + 40)
  context.save()
  context.translate(3, (top + bottom) / 2)
  context.rotate(-Math.PI / 2)
  context.textBaseline = 'top'
  context.fillText(yName, 0, 0)
  context.restore()
}

/** Points to learn from are filled, those kept for the test are rings. On a surface all have the shade of their number: the test's are diamonds. */
export function drawPoints(context: Context, frame: Frame, palette: Palette, opened: Opened) {
  const { train, test, classes, names, target } = opened
  const rows = train.rows + test.rows
  const radius = rows > 2000 ? 2 : rows > 600 ? 3 : 4
  context.save()
  context.beginPath()
  context.rect(frame.left, frame.top, frame.width, frame.height)
  context.clip()
  context.lineJoin = 'round'
  const each = (
    points: Points,
    draw: (colour: string) => void,
    look: (y: number) => { readonly mark: number; readonly colour: Rgb } = (y) => {
      const label = classes ? y : 0
      return { mark: label, colour: classColour(palette, label) }
    },
  ) => {
    for (let row = 0; row < points.rows; row++) {
      const { mark, colour } = look(points.y[row]!)
      const [px, py] = toPixel(frame, points.at[2 * row]!, points.at[2 * row + 1]!)
      traceMark(context, mark, px, py, radius)
      draw(cssColour(colour))
    }
  }
  if (target && names.length > 1) {
    const outlined = (colour: string) => {
      context.fillStyle = colour
      context.fill()
      context.strokeStyle = cssColour(palette.ink)
      context.lineWidth = 0.75
      context.stroke()
    }
    for (const [points, mark] of [
      [train, 0],
      [test, diamond],
    ] as const)
      each(points, outlined, (y) => ({ mark, colour: rampColour(palette, shareIn(target.range, y)) }))
    context.restore()
    return
  }
  each(train, (colour) => {
    context.strokeStyle = cssColour(palette.panel)
    context.lineWidth = 1.5
    context.stroke()
    context.fillStyle = colour
    context.fill()
  })
  each(test, (colour) => {
    context.fillStyle = cssColour(palette.panel)
    context.fill()
    context.strokeStyle = colour
    context.lineWidth = radius / 2
    context.stroke()
  })
  context.restore()
}

export function traceMark(context: Context, label: number, px: number, py: number, radius: number) {
  const mark = markOf(label)
  context.beginPath()
  if (!mark) context.arc(px, py, radius, 0, 2 * Math.PI)
  else for (const [x, y] of mark) context.lineTo(px + radius * x, py + radius * y)
  context.closePath()
}

export function drawCross(context: Context, frame: Frame, palette: Palette, [x, y]: readonly [number, number]) {
  const [px, py] = toPixel(frame, x, y)
  context.beginPath()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(px + 3 * dx, py + 3 * dy)
    context.lineTo(px + 12 * dx, py + 12 * dy)
  }
  for (const [colour, width] of [
    [palette.panel, 5],
    [palette.ink, 2],
  ] as const) {
    context.strokeStyle = cssColour(colour)
    context.lineWidth = width
    context.stroke()
  }
}
