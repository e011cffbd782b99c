// One unit of the diagram: its answers over the window as a picture, its state in marks and words.
import { useEffect, useRef } from 'preact/hooks'
import type { UnitPictures } from '../session/messages.ts'
import { cssColour, type Palette } from './colors.ts'
import { type Column, px, unitSize } from './network-places.ts'
import { paintUnit, signShades, unitLine } from './unit-pixels.ts'

export interface UnitProps {
  readonly column: Column
  readonly unit: number
  readonly label: string
  readonly words: string
  readonly pictures: UnitPictures | undefined
  readonly palette: Palette | undefined
  readonly off: boolean
  readonly dead: boolean
  /** Share of its answers in the tails. */
  readonly saturated: number
  readonly onToggle: () => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onSeen: (seen: boolean) => void
}

export function UnitButton({ column, unit, label, words, pictures, palette, off, dead, saturated, ...on }: UnitProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context && pictures && palette && unit < pictures.units) drawUnit(context, pictures, unit, palette)
  }, [pictures, palette, unit])
  const inside = (
    <>
      {column.node === 'x' ? <span class="input-name">{label}</span> : <canvas ref={canvas} />}
      {dead && <span class="dead-mark" aria-hidden="true" />}
      {saturated > 0 && (
        <span class="saturated-mark" aria-hidden="true">
          <span style={{ width: `${100 * saturated}%` }} />
        </span>
      )}
    </>
  )
  const shared = {
    class: `unit${off ? ' off' : ''}${column.hidden ? '' : ' fixed'}`,
    style: {
      left: px(column.x - unitSize / 2),
      top: px(column.y[unit]! - unitSize / 2),
      width: px(unitSize),
      height: px(unitSize),
    },
    title: words,
    onPointerEnter: () => on.onSeen(true),
    onPointerLeave: () => on.onSeen(false),
    onFocus: () => on.onSeen(true),
    onBlur: () => on.onSeen(false),
    onKeyDown: on.onKey,
  }
  if (column.node === 'x') {
    return (
      <div {...shared} role="img" aria-label={words}>
        {inside}
      </div>
    )
  }
  // Only hidden units can be switched off; those of the output take the focus for their numbers and their weights.
  return (
    <button
      type="button"
      {...shared}
      aria-label={words}
      aria-pressed={column.hidden ? !off : undefined}
      aria-disabled={!column.hidden}
      onClick={() => column.hidden && on.onToggle()}
    >
      {inside}
    </button>
  )
}

function drawUnit(context: CanvasRenderingContext2D, pictures: UnitPictures, unit: number, palette: Palette) {
  const { canvas } = context
  if (pictures.rows > 1) {
    canvas.width = pictures.columns
    canvas.height = pictures.rows
    const image = context.createImageData(canvas.width, canvas.height)
    paintUnit(new Uint32Array(image.data.buffer), pictures, unit, signShades(palette))
    context.putImageData(image, 0, 0)
    return
  }
  const side = Math.round(unitSize * devicePixelRatio)
  canvas.width = canvas.height = side
  const draw = (points: readonly (readonly [number, number])[], colour: string, width: number) => {
    context.beginPath()
    for (const [x, y] of points) context.lineTo(x, y)
    context.strokeStyle = colour
    context.lineWidth = width * devicePixelRatio
    context.stroke()
  }
  draw(
    [
      [0, side / 2],
      [side, side / 2],
    ],
    cssColour(palette.line),
    1,
  )
  draw(unitLine(pictures, unit, side, side), cssColour(palette.positive), 2)
}
