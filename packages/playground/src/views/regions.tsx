// The picture of what the network has learned: regions or a surface with the points, or over one input the fitted curve.
// Three canvases, one above the other: a plate of a few cells, which is all that a view of regions paints; axes and points, drawn once a size,
// theme and data set; and what moves over them, such as a curve.
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { Drawn, Opened, View } from '../session/messages.ts'
import { cleared } from './canvas.ts'
import { drawBumps, drawCurve, drawExact, drawPieces } from './draw-over.ts'
import { drawAxes, drawCross, drawPoints } from './draw-regions.ts'
import { afterKey, frameOf, isInside, toData } from './frame.ts'
import { usePalette, useSize, useSlowed } from './hooks.ts'
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

/** How often the words follow the picture. */
const wordsEveryMs = 1000
/** A press that moves less, in CSS pixels, is a click. */
const leastDrag = 4

/** Decision regions, or a fitted curve, with the data. */
export function RegionsView({ opened, view, hard, drawn, onPoint, onGrab }: RegionsProps) {
  const box = useRef<HTMLDivElement>(null)
  const beneath = useRef<HTMLCanvasElement>(null)
  const between = useRef<HTMLCanvasElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const keys = useId()
  const palette = usePalette(box)
  const size = useSize(box)
  const cross = useSignal<readonly [number, number] | undefined>(undefined)
  const frame = useComputed(() => opened.value && frameOf(...size.value, opened.value.window))
  const plate = useRef(platePainter())
  const isDrawnOver = useRef(false)

  useSignalEffect(() => {
    const [element, own, seen, colours] = [beneath.current, opened.value, view.value, palette.value]
    if (element) element.hidden = !own || !seen || !colours || !plate.current(element, own, seen, colours, hard.value)
  })
  useSignalEffect(() => {
    const context = between.current?.getContext('2d')
    const [own, colours, place] = [opened.value, palette.value, frame.value]
    if (!context || !own || !colours || !place || !cleared(context, size.value)) return
    drawPoints(context, place, colours, own)
    drawAxes(context, place, colours, own.axes)
  })
  useSignalEffect(() => {
    const context = canvas.current?.getContext('2d')
    const [colours, place, over] = [palette.value, frame.value, drawn?.value ?? {}]
    const [curve, at] = [view.value?.curve, cross.value]
    const isNeeded = [over.exact, over.pieces, over.bumps, curve, at].some((part) => part !== undefined)
    if (!context || !colours || !place || !(isNeeded || isDrawnOver.current)) return
    isDrawnOver.current = isNeeded
    if (!cleared(context, size.value)) return
    if (over.exact) drawExact(context, place, colours, over.exact)
    if (over.pieces) drawPieces(context, place, colours, over.pieces)
    if (over.bumps) drawBumps(context, place, colours, over.bumps)
    if (curve) drawCurve(context, place, colours, curve)
    if (at) drawCross(context, place, colours, at)
  })

  const told = useSlowed(view, wordsEveryMs)
  const words = useComputed(() => (opened.value ? regionsWords(opened.value, told.value) : 'No data yet.'))
  const plateStyle = useComputed(() => {
    const { left, top, width, height } = frame.value ?? { left: 0, top: 0, width: 0, height: 0 }
    return `left:${left}px;top:${top}px;width:${width}px;height:${height}px`
  })
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
        <canvas ref={beneath} class="beneath" style={plateStyle} hidden />
        <canvas ref={between} class="between" />
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
