// The picture of what the network has learned: regions or a surface with the points, or over one input the fitted curve.
// Axes and points are drawn once a size, theme and data set; a view adds one scaled picture beneath or one line above them.
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { Drawn, Opened, View } from '../session/messages.ts'
import type { Palette } from './colors.ts'
import { drawBumps, drawCurve, drawExact, drawPieces } from './draw-over.ts'
import { drawAxes, drawCross, drawPoints } from './draw-regions.ts'
import { afterKey, type Frame, frameOf, isInside, toData } from './frame.ts'
import { usePalette, useSize } from './hooks.ts'
import { platePainter } from './plate.ts'
import { regionsWords } from './regions-words.ts'
import { numberText } from './ticks.ts'
import './views.css'

export interface RegionsProps {
  readonly opened: ReadonlySignal<Opened | undefined>
  readonly view: ReadonlySignal<View | undefined>
  /** Whether regions are shown in one shade; else the surer, the stronger. */
  readonly hard: ReadonlySignal<boolean>
  /** What is drawn over it on demand. */
  readonly drawn?: ReadonlySignal<Drawn>
  /** A click, or Enter at the cross, in the units of the data. */
  readonly onPoint?: (x: number, y: number, event: MouseEvent | KeyboardEvent) => void
  /** Picks up what lies at a place and gives what moves it; nothing, where nothing lies there. */
  readonly onGrab?: (x: number, y: number) => Mover | undefined
}

type Mover = (x: number, y: number) => void

/** A press that moves less, in CSS pixels, is a click. */
const leastDrag = 4

/** Decision regions, or a fitted curve, with the data. */
export function RegionsView({ opened, view, hard, drawn, onPoint, onGrab }: RegionsProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const keys = useId()
  const palette = usePalette(box)
  const size = useSize(box)
  const cross = useSignal<readonly [number, number] | undefined>(undefined)
  const frame = useComputed(() => opened.value && frameOf(...size.value, opened.value.window))
  const still = useComputed(() => {
    if (!opened.value || !palette.value || !frame.value || size.value[0] < 1 || size.value[1] < 1) return undefined
    return stillPicture(opened.value, palette.value, frame.value, size.value)
  })
  const plate = useRef(platePainter())

  useSignalEffect(() => {
    const [context, frameNow, palettes] = [canvas.current?.getContext('2d'), frame.value, palette.value]
    if (!context || !still.value || !frameNow || !palettes) return
    const { width, height } = still.value
    if (context.canvas.width !== width || context.canvas.height !== height) {
      context.canvas.width = width
      context.canvas.height = height
    }
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, width, height)
    const ratio = width / size.value[0]
    context.scale(ratio, ratio)
    const { curve } = view.value ?? {}
    const beneath = opened.value && view.value && plate.current(opened.value, view.value, palettes, hard.value)
    if (beneath) {
      const { left, top, width, height } = frameNow
      context.imageSmoothingEnabled = true
      context.drawImage(beneath, left, top, width, height)
    }
    context.drawImage(still.value, 0, 0, ...size.value)
    const { exact, pieces, bumps } = drawn?.value ?? {}
    if (exact) drawExact(context, frameNow, palettes, exact)
    if (pieces) drawPieces(context, frameNow, palettes, pieces)
    if (bumps) drawBumps(context, frameNow, palettes, bumps)
    if (curve) drawCurve(context, frameNow, palettes, curve)
    if (cross.value) drawCross(context, frameNow, palettes, cross.value)
  })

  const words = useComputed(() => (opened.value ? regionsWords(opened.value, view.value) : 'No data yet.'))
  const supError = useComputed(() => {
    const error = view.value?.curve?.supError
    return error === undefined ? undefined : numberText(error)
  })
  const target = opened.value?.classes || opened.value?.names.length === 1 ? undefined : opened.value?.target

  const { current: held } = useRef<Held>({ at: [0, 0], dragged: false })
  const placeOf = ({ offsetX, offsetY }: MouseEvent) =>
    frame.value && isInside(frame.value, offsetX, offsetY) ? toData(frame.value, offsetX, offsetY) : undefined
  const press = (event: PointerEvent) => {
    const place = event.button === 0 ? placeOf(event) : undefined
    held.mover = place && onGrab?.(...place)
    held.at = [event.offsetX, event.offsetY]
    held.dragged = false
    if (held.mover) (event.currentTarget as Element).setPointerCapture(event.pointerId)
  }
  const drag = (event: PointerEvent) => {
    if (!held.mover || event.buttons === 0) return
    held.dragged ||= Math.hypot(event.offsetX - held.at[0], event.offsetY - held.at[1]) >= leastDrag
    const place = placeOf(event)
    if (held.dragged && place) held.mover(...place)
  }
  const click = (event: MouseEvent) => {
    const place = placeOf(event)
    if (!held.dragged && place) onPoint?.(...place, event)
    cross.value = undefined
    held.mover = undefined
  }
  const key = (event: KeyboardEvent) => {
    if (!frame.value || event.altKey || event.ctrlKey || event.metaKey) return
    const { x, y } = frame.value
    const at = cross.value ?? [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2]
    const moved = afterKey(frame.value, at, event.key, event.shiftKey)
    if (moved) {
      cross.value = cross.value ? moved : at
      held.mover?.(...cross.value)
    } else if (event.key === 'Enter' && cross.value) onPoint?.(...cross.value, event)
    else if (event.key.toLowerCase() === 'm' && cross.value)
      held.mover = held.mover ? undefined : onGrab?.(...cross.value)
    else if (event.key === 'Escape') letGo()
    else return
    event.preventDefault()
  }
  const letGo = () => {
    cross.value = undefined
    held.mover = undefined
  }
  // A finger on a point moves the point, and elsewhere the page.
  useEffect(() => {
    const element = canvas.current
    const touch = (event: TouchEvent) => held.mover && event.cancelable && event.preventDefault()
    element?.addEventListener('touchmove', touch, { passive: false })
    return () => element?.removeEventListener('touchmove', touch)
  }, [])
  return (
    <figure class="regions-view">
      <div class="regions-box" ref={box}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={words}
          aria-describedby={keys}
          tabIndex={0}
          onPointerDown={press}
          onPointerMove={drag}
          onClick={click}
          onKeyDown={key}
          onBlur={letGo}
        />
      </div>
      <span id={keys} class="only-read">
        Arrow keys move a cross, with Shift further; Enter is a click there; M picks up the point under it, or puts it
        down.
      </span>
      {supError.value !== undefined && (
        <figcaption>
          Largest distance to the function (sup-norm error): <output>{supError}</output>
        </figcaption>
      )}
      {target && (
        <figcaption class="ramp">
          {target.name}: <output>{numberText(target.range[0])}</output>
          <i aria-hidden="true" />
          <output>{numberText(target.range[1])}</output>
          {(opened.value?.test.rows ?? 0) > 0 && <span>● training ◆ test</span>}
          {(opened.value?.names.length ?? 0) > 2 && (
            <span>The plane goes through the means; rows lie beside it, so that their shades may differ.</span>
          )}
        </figcaption>
      )}
    </figure>
  )
}

/** What the pointer or the keyboard has picked up. */
interface Held {
  mover?: Mover | undefined
  /** Where the press began, in CSS pixels. */
  at: readonly [x: number, y: number]
  dragged: boolean
}

/** Axes and points on a canvas of their own, in the screen's pixels. */
function stillPicture(opened: Opened, palette: Palette, frame: Frame, [width, height]: readonly [number, number]) {
  const ratio = devicePixelRatio
  const picture = document.createElement('canvas')
  picture.width = Math.round(width * ratio)
  picture.height = Math.round(height * ratio)
  const context = picture.getContext('2d')
  if (context) {
    context.scale(picture.width / width, picture.height / height)
    drawPoints(context, frame, palette, opened)
    drawAxes(context, frame, palette, opened.axes)
  }
  return picture
}
