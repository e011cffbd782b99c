// What a worker and a screen are to the state of the page; tests give plain objects.
import type { Order, Report } from '../session/messages.ts'

export interface Port {
  postMessage(order: Order): void
  onmessage: ((event: { readonly data: Report }) => void) | null
}

export interface Screen {
  /** Calls before the next picture. */
  nextFrame(call: () => void): void
  /** Milliseconds. */
  now(): number
  /** Whether the visitor asks for less motion. */
  isCalm(): boolean
}

/** That of a browser. */
export function windowScreen(): Screen {
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  return {
    nextFrame: (call) => void requestAnimationFrame(call),
    now: () => performance.now(),
    isCalm: () => calm.matches,
  }
}
