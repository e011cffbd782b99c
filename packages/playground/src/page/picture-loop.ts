// The loop of pictures, of the one network and of several side by side: it looks at most once a frame, and waits for the answer before it looks again.
import type { Order } from '../session/messages.ts'
import type { Port, Screen } from './ports.ts'

export interface PictureLoop {
  /** Looks again soon. */
  want(): void
  /** Sends an order, and looks at what comes of it: what was asked for before tells of the past. */
  order(message: Order): void
  /** A look was answered: whether it was asked for after the last order. */
  answered(): boolean
}

/** Where less motion is asked for, a run is seen once in so many milliseconds; an order is seen at once. */
export const calmEveryMs = 1000

/** `next` gives the look that is due, if one is; `isMoving`, whether what is seen changes by itself. */
export function pictureLoop(
  port: Port,
  screen: Screen,
  { next, isMoving }: { next(): Extract<Order, { readonly kind: 'look' }> | undefined; isMoving(): boolean },
): PictureLoop {
  // The worker answers in order: an answer counts as of now if it was asked for after the last order.
  let [asked, seen, lastOrderAt] = [0, 0, 0]
  let frameWaits = false
  let lookedAt = Number.NEGATIVE_INFINITY

  function want(): void {
    if (frameWaits) return
    frameWaits = true
    screen.nextFrame(() => {
      frameWaits = false
      if (asked !== seen) return
      if (isMoving() && asked !== lastOrderAt && screen.isCalm() && screen.now() - lookedAt < calmEveryMs) {
        want()
        return
      }
      const look = next()
      if (!look) return
      asked++
      lookedAt = screen.now()
      port.postMessage(look)
    })
  }

  return {
    want,
    order(message) {
      port.postMessage(message)
      lastOrderAt = asked
      want()
    },
    answered: () => ++seen > lastOrderAt,
  }
}
