// What moves with the training and lies over the points: the fitted curve and its pieces, bumps, and exact regions.
import type { Bumps, Curve, ExactPicture, Pieces } from '../session/messages.ts'
import { cssColour, type Palette } from './colors.ts'
import { type Frame, toPixel } from './frame.ts'

type Context = CanvasRenderingContext2D

/** Draws inside the frame only. */
function inside(context: Context, { left, top, width, height }: Frame, draw: () => void): void {
  context.save()
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
  context.lineJoin = 'round'
  draw()
  context.restore()
}

/** A wide line of the panel beneath keeps a line apart from the points. */
function strokeTwice(context: Context, palette: Palette, colour: string, width: number): void {
  for (const [stroke, wide] of [
    [cssColour(palette.panel), width + 2.5],
    [colour, width],
  ] as const) {
    context.strokeStyle = stroke
    context.lineWidth = wide
    context.stroke()
  }
}

function traceLine(context: Context, frame: Frame, x: ArrayLike<number>, y: ArrayLike<number>): void {
  context.beginPath()
  for (let k = 0; k < x.length; k++) context.lineTo(...toPixel(frame, x[k]!, y[k]!))
}

export function drawCurve(context: Context, frame: Frame, palette: Palette, { x, y }: Curve) {
  inside(context, frame, () => {
    traceLine(context, frame, x, y)
    strokeTwice(context, palette, cssColour(palette.negative), 2.5)
  })
}

/** What each unit adds, as thin lines; the sum of them and the bias is the curve. */
export function drawPieces(context: Context, frame: Frame, palette: Palette, { x, values, units }: Pieces) {
  inside(context, frame, () => {
    context.lineWidth = 1.25
    context.globalAlpha = 0.7
    for (let unit = 0; unit < units; unit++) {
      traceLine(context, frame, x, values.subarray(unit * x.length, (unit + 1) * x.length))
      context.strokeStyle = cssColour(palette.classes[2 + (unit % 6)]!)
      context.stroke()
    }
  })
}

/** The staircase of bumps. */
export function drawBumps(context: Context, frame: Frame, palette: Palette, { steps }: Bumps) {
  inside(context, frame, () => {
    context.beginPath()
    for (let k = 0; k < steps.length; k += 3) {
      const [from, to, height] = steps.subarray(k, k + 3)
      context.lineTo(...toPixel(frame, from!, height!))
      context.lineTo(...toPixel(frame, to!, height!))
    }
    context.setLineDash([6, 3])
    strokeTwice(context, palette, cssColour(palette.classes[3]!), 2)
  })
}

/** Sides of linear regions as thin lines, the boundary between classes as thick ones. */
export function drawExact(context: Context, frame: Frame, palette: Palette, exact: ExactPicture) {
  if ('refusal' in exact) return
  const trace = (segments: Float64Array) => {
    context.beginPath()
    for (let k = 0; k < segments.length; k += 4) {
      context.moveTo(...toPixel(frame, segments[k]!, segments[k + 1]!))
      context.lineTo(...toPixel(frame, segments[k + 2]!, segments[k + 3]!))
    }
  }
  inside(context, frame, () => {
    context.strokeStyle = cssColour(palette.ink)
    context.globalAlpha = 0.45
    context.lineWidth = 1
    trace(exact.kinks)
    context.stroke()
    context.globalAlpha = 1
    context.lineCap = 'round'
    trace(exact.boundary)
    strokeTwice(context, palette, cssColour(palette.ink), 2)
  })
}
