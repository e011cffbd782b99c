// What the views share: the theme's colours, the size of a box, and a signal that changes less often.
import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type Palette, readPalette } from './colors.ts'

type Box = RefObject<HTMLElement | null>

/** The colours at an element, read anew when the page or the system changes its theme. Undefined until the element is there. */
export function usePalette(box: Box): ReadonlySignal<Palette | undefined> {
  const palette = useSignal<Palette | undefined>(undefined)
  useEffect(() => {
    const read = () => {
      if (box.current) palette.value = readPalette(box.current)
    }
    read()
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', read)
    const page = new MutationObserver(read)
    page.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] })
    return () => {
      system.removeEventListener('change', read)
      page.disconnect()
    }
  }, [])
  return palette
}

/** Width and height of an element in CSS pixels; 0 until it is there. */
export function useSize(box: Box): ReadonlySignal<readonly [width: number, height: number]> {
  const size = useSignal<readonly [number, number]>([0, 0])
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      size.value = [width, height]
    })
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return size
}

/** The same value, at most once in so many milliseconds; the last one always arrives, and "none" comes and goes at once. */
export function useSlowed<T>(source: ReadonlySignal<T>, everyMs: number): ReadonlySignal<T> {
  const slowed = useSignal(source.peek())
  useEffect(() => {
    let [last, timer]: [number, ReturnType<typeof setTimeout> | undefined] = [-Infinity, undefined]
    const pass = () => {
      timer = undefined
      last = performance.now()
      slowed.value = source.peek()
    }
    const stop = source.subscribe((value) => {
      const wait = last + everyMs - performance.now()
      if (wait <= 0 || value === undefined || slowed.peek() === undefined) {
        clearTimeout(timer)
        pass()
      } else timer ??= setTimeout(pass, wait)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [source])
  return slowed
}

/** A part that only some values have: the last one seen, until a new network is opened. */
export function useKept<T, Part>(
  source: ReadonlySignal<T>,
  part: (value: T) => Part | undefined,
  opened: ReadonlySignal<unknown>,
): ReadonlySignal<Part | undefined> {
  const kept = useSignal<Part | undefined>(undefined)
  const { current: last } = useRef<{ opened: unknown; value: T | undefined }>({ opened: undefined, value: undefined })
  useSignalEffect(() => {
    const [network, value] = [opened.value, source.value]
    if (network !== last.opened) kept.value = undefined
    // A value that was there before the network was opened is of the network before.
    const now = value === last.value ? undefined : part(value)
    if (now !== undefined) kept.value = now
    last.opened = network
    last.value = value
  })
  return kept
}
