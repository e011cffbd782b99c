// The window's grid as two units of a layer see it, with the training points: what the layers behind it have to part.
import { type ReadonlySignal, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Warped } from '../session/messages.ts'
import { cleared } from './canvas.ts'
import { classColour, cssColour, type Palette } from './colors.ts'
import { drawAxes, traceMark } from './draw-regions.ts'
import { type Frame, frameOf, toPixel } from './frame.ts'
import { usePalette, useSize } from './hooks.ts'
import { warpedWindow } from './warped-window.ts'
import './views.css'

export function WarpedView({ warped }: { readonly warped: ReadonlySignal<Warped | undefined> }) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const palette = usePalette(box)
  const size = useSize(box)
  useSignalEffect(() => {
    const [context, picture, colours] = [canvas.current?.getContext('2d'), warped.value, palette.value]
    const [width, height] = size.value
    if (!context || !picture || !colours || !cleared(context, [width, height])) return
    const frame = frameOf(width, height, warpedWindow(picture))
    drawGrid(context, frame, colours, picture)
    drawMarks(context, frame, colours, picture)
    const [a, b] = picture.units
    drawAxes(context, frame, colours, [`${picture.node}[${a}]`, `${picture.node}[${b}]`])
  })
  const of = warped.value
  const words = of
    ? `The grid of the window, bent: where units ${of.units.join(' and ')} of ${of.node} send it, with ${of.labels.length} training points.`
    : 'The bent grid is not drawn yet.'
  return (
    <figure class="regions-view">
      <div class="regions-box" ref={box}>
        <canvas ref={canvas} role="img" aria-label={words} />
      </div>
    </figure>
  )
}

function drawGrid(context: CanvasRenderingContext2D, frame: Frame, palette: Palette, { columns, rows, grid }: Warped) {
  const to = (column: number, row: number) => {
    const at = 2 * (row * columns + column)
    return toPixel(frame, grid[at]!, grid[at + 1]!)
  }
  context.beginPath()
  for (let row = 0; row < rows; row++) {
    context.moveTo(...to(0, row))
    for (let column = 1; column < columns; column++) context.lineTo(...to(column, row))
  }
  for (let column = 0; column < columns; column++) {
    context.moveTo(...to(column, 0))
    for (let row = 1; row < rows; row++) context.lineTo(...to(column, row))
  }
  context.strokeStyle = cssColour(palette.faint)
  context.globalAlpha = 0.5
  context.lineWidth = 1
  context.stroke()
  context.globalAlpha = 1
}

function drawMarks(context: CanvasRenderingContext2D, frame: Frame, palette: Palette, { points, labels }: Warped) {
  labels.forEach((label, k) => {
    const [px, py] = toPixel(frame, points[2 * k]!, points[2 * k + 1]!)
    traceMark(context, label, px, py, 3)
    context.fillStyle = cssColour(classColour(palette, label))
    context.fill()
  })
}
