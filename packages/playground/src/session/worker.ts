// The worker of the page: a session with the browser's clock and mail.
import type { Order } from './messages.ts'
import { session } from './session.ts'

// A message to itself comes after those of the page that wait already, and without the delay of a timer.
const { port1, port2 } = new MessageChannel()
let next: (() => void) | undefined
port1.onmessage = () => next?.()

const receive = session(
  {
    now: () => performance.now(),
    later(call, ms) {
      if (ms >= 1) {
        setTimeout(call, ms)
        return
      }
      next = call
      port2.postMessage(null)
    },
  },
  (report, moved) => postMessage(report, { transfer: moved }),
)
addEventListener('message', ({ data }: MessageEvent<Order>) => receive(data))
