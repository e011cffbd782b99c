// A session without a worker: turns are taken when the test says so, and waits between them pass at once.
import type { Order, Report, View } from '../../src/session/messages.ts'
import { session } from '../../src/session/session.ts'

type Of<Kind extends Report['kind']> = Extract<Report, { readonly kind: Kind }>

export function room() {
  const reports: Report[] = []
  const turns: { readonly call: () => void; readonly ms: number }[] = []
  const clock = { skippedMs: 0, now: () => performance.now() + clock.skippedMs }
  const moved: ArrayBuffer[][] = []
  const receive = session(
    {
      now: clock.now,
      later: (call, ms) => turns.push({ call, ms }),
    },
    (report, buffers) => {
      reports.push(report)
      moved.push(buffers)
    },
  )
  const tell = (...orders: readonly Order[]): Report[] => {
    for (const order of orders) receive(order)
    return reports.splice(0)
  }
  return {
    clock,
    turns,
    moved,
    /** The reports that the orders are answered with. */
    tell,
    /** The one report of that kind. */
    ask<Kind extends Report['kind']>(order: Order, kind: Kind): Of<Kind> {
      const answers = tell(order)
      const found = answers.find((report) => report.kind === kind)
      if (!found) throw new Error(`${order.kind} was answered by ${JSON.stringify(answers)}`)
      return found as Of<Kind>
    },
    look: (index = 0, more: { readonly units?: number; readonly health?: boolean } = {}): View => {
      const found = tell({ kind: 'look', size: 8, index, ...more }).find((report) => report.kind === 'view')
      return found as View
    },
    /** Takes the turns that wait, at most so many, and gives what was reported. */
    go(most = Number.POSITIVE_INFINITY): Report[] {
      for (let k = 0; k < most && turns.length > 0; k++) {
        const { call, ms } = turns.shift()!
        clock.skippedMs += ms
        call()
      }
      return reports.splice(0)
    },
  }
}
