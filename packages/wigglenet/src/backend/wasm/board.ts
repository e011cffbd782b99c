// The board on which an execution's threads find their pieces: what the calling thread does, and what the others run. A board is a few words of
// shared memory; the calling thread never waits for a thread that has not taken a piece.

/** Who waits longer than two pieces take, and this many ms, for a piece that another thread has taken, has met a thread that lost its core. Then
 *  nothing is shared for so many times as long: waiting takes at most some per cent of the time. */
const [longWait, aloneTimes] = [0.05, 8]

/** A thread that has not done its piece after so long is lost. */
const lostMs = 60_000

// The board: next piece under the number of the job, pieces done, then for even and odd jobs their task and their pieces.
const NEXT = 0
const DONE = 1
const JOBS = 2
const STOP = 6
const ALIVE = 7
const BOARD = 8
/** What STOP holds when a thread has failed, in place of 1 for an end in peace. */
const FAILED = 2

/** What a thread gets to help. */
export interface Help {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly board: Int32Array
  /** Address of memory of its own. */
  readonly own: number
}

const released = /* @__PURE__ */ new FinalizationRegistry<Int32Array>(dismiss)

/** The threads of an execution, hired when there is work for them. */
export interface Crew {
  /** Runs all pieces of a task, `alone` on this thread. */
  run(task: number, pieces: number, alone: boolean): void
}

/** The threads that run the functions `task.piece` of the module: `pieces` tells how many each task has. */
export function makeCrew(
  help: Pick<Help, 'module' | 'memory'> & { readonly first: number; readonly bytes: number; readonly count: number },
  pieces: readonly number[],
  hire: (help: Help) => void,
): Crew {
  const { module, memory, first, bytes, count } = help
  const board = new Int32Array(count > 1 ? new SharedArrayBuffer(4 * BOARD) : new ArrayBuffer(4 * BOARD))
  const { exports } = new WebAssembly.Instance(module, { e: { m: memory, s: first } })
  const functions = pieces.map((length, t) =>
    Array.from({ length }, (_, piece) => exports[`${t}.${piece}`] as () => void),
  )
  let generation = 0
  let aloneUntil = 0
  const hireAll = () => {
    for (let thread = 1; thread < count; thread++) {
      Atomics.add(board, ALIVE, 1)
      try {
        hire({ module, memory, board, own: first + thread * bytes })
      } catch {
        // Where none may be started, as under Node's permission model, this thread does it all. It counts as hired: none is asked for again.
      }
    }
  }
  const crew: Crew = {
    run(task, pieces, alone) {
      if (alone || count === 1 || (aloneUntil > 0 && performance.now() < aloneUntil)) {
        for (const piece of functions[task]!) piece()
        return
      }
      if (Atomics.load(board, ALIVE) === 0) hireAll()
      generation = (generation + 1) & 0x7fff
      const slot = JOBS + 2 * (generation & 1)
      board[slot] = task
      board[slot + 1] = pieces
      Atomics.store(board, DONE, 0)
      Atomics.store(board, NEXT, generation << 16)
      Atomics.notify(board, NEXT)
      const started = performance.now()
      let own = 0
      for (;;) {
        const piece = Atomics.add(board, NEXT, 1) & 0xffff
        if (piece >= pieces) break
        functions[task]![piece]!()
        Atomics.add(board, DONE, 1)
        own++
      }
      const ended = performance.now()
      // A piece that another thread has taken is nearly done.
      for (let spins = 1; Atomics.load(board, DONE) < pieces; spins++) {
        if (spins % 1e6 === 0 && performance.now() - ended > lostMs)
          throw new Error(
            'threads: a thread was lost in its part of a product; run again with device: threads({ count: 1 })',
          )
      }
      const waited = performance.now() - ended
      const long = waited > longWait + (2 * (ended - started)) / Math.max(1, own)
      aloneUntil = long ? performance.now() + aloneTimes * waited : 0
      if (Atomics.load(board, STOP) === FAILED) throw new Error('threads: a thread has failed in its part of a product')
    },
  }
  if (count > 1) released.register(crew, board)
  return crew
}

function dismiss(board: Int32Array): void {
  Atomics.store(board, STOP, 1)
  Atomics.notify(board, NEXT)
}

/** What the other threads run, given { module, memory, board, own }: look for pieces, work, spin for a while, sleep; after two idle seconds,
 *  end. A thread is hired again when there is work. A piece number from the board counts only while its job is still the one on the board. */
export const helper = (): string => `
const functions = new WebAssembly.Instance(module, { e: { m: memory, s: own } }).exports
const pieceOf = []
for (const name of Object.keys(functions)) {
  const [task, piece] = name.split('.')
  ;(pieceOf[task] ??= [])[piece] = functions[name]
}
let seen = -1
for (;;) {
  let spins = 0
  let idle = false
  for (let now = Atomics.load(board, ${NEXT}); now >>> 16 === seen; now = Atomics.load(board, ${NEXT})) {
    if (Atomics.load(board, ${STOP})) { idle = true; break }
    if (++spins < 20000) continue
    if (Atomics.wait(board, ${NEXT}, now, 2000) === 'timed-out') { idle = true; break }
    spins = 0
  }
  if (idle) break
  for (;;) {
    const word = Atomics.add(board, ${NEXT}, 1)
    const generation = word >>> 16
    const piece = word & 0xffff
    const slot = ${JOBS} + 2 * (generation & 1)
    const task = Atomics.load(board, slot)
    const pieces = Atomics.load(board, slot + 1)
    const current = Atomics.load(board, ${NEXT}) >>> 16 === generation
    if (!current || piece >= pieces) { if (current) seen = generation; break }
    try {
      pieceOf[task][piece]()
    } catch {
      Atomics.store(board, ${STOP}, ${FAILED})
    }
    Atomics.add(board, ${DONE}, 1)
  }
}
Atomics.sub(board, ${ALIVE}, 1)
`
