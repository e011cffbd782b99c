// Events of several writers for one reader, who may be slow: writers that ask for room wait for him.

export interface EventQueue<Event> {
  put(events: readonly Event[]): void
  /** Waits while more events lie here than are kept. */
  room(): Promise<void>
  /** From now on there is always room: nobody may be reading any more. */
  release(): void
  /** No event comes any more. */
  close(): void
  /** All events in their order, until the queue is closed and empty. */
  read(): AsyncGenerator<Event, void>
}

/** A queue that holds writers up from `most` events on. */
export function eventQueue<Event>(most: number): EventQueue<Event> {
  let events: Event[] = []
  let [released, closed] = [false, false]
  let wakeReader = () => {}
  let writers: (() => void)[] = []
  const wakeWriters = () => {
    for (const wake of writers) wake()
    writers = []
  }
  return {
    put(more) {
      for (const event of more) events.push(event)
      wakeReader()
    },
    async room() {
      if (events.length >= most && !released) await new Promise<void>((wake) => writers.push(wake))
    },
    release() {
      released = true
      wakeWriters()
    },
    close() {
      closed = true
      wakeReader()
    },
    async *read() {
      while (!closed || events.length > 0) {
        const batch = events
        events = []
        wakeWriters()
        yield* batch
        if (!closed && events.length === 0) await new Promise<void>((wake) => (wakeReader = wake))
      }
    },
  }
}
