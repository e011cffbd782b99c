// How a run shows that it goes on: a bar on a terminal, JSON lines with --json, now and then a plain line otherwise.
import type { Score, TrainingEvent } from 'wigglenet'
import type { Line } from './run-folder.ts'
import { type Paint, paintFor, type Terminal } from './terminal.ts'

/** One training run of possibly several. */
export interface Stage {
  /** `model`, or `fold-1` and so on. */
  readonly name: string
  readonly epochs: number
  /** Training rows. */
  readonly rows: number
  readonly stepsPerEpoch: number
  /** Steps that were done before, by a run that is now resumed. */
  readonly startStep: number
  /** Whether it may end before all epochs are done. */
  readonly patience: boolean
}

export interface Progress {
  readonly paint: Paint
  begin(stage: Stage): void
  event(event: TrainingEvent): void
  /** Clears away the bar. */
  end(): void
  /** A line for people; with --json there is none. */
  say(text: string): void
  /** A line for programs; without --json there is none. */
  tell(line: Line): void
}

type EpochEvent = Extract<TrainingEvent, { kind: 'epoch' }>

/** Milliseconds between two drawings of the bar, and between two plain lines. */
const DRAW_MS = 50
const LINE_MS = 1000
/** Characters of the bar. */
const CELLS = 10

export function progressFor(terminal: Terminal, json: boolean, now: () => number = () => performance.now()): Progress {
  const { stdout } = terminal
  const bar = !json && stdout.isTTY === true && terminal.env.TERM !== 'dumb'
  let stage: Stage | undefined
  let lastMs = Number.NEGATIVE_INFINITY
  let startedMs = 0
  let rate = 0
  let lastEpoch: EpochEvent | undefined
  let told: EpochEvent | undefined
  let drawn = false

  const clear = () => {
    if (drawn) stdout.write('\r\u001b[K')
    drawn = false
  }
  const draw = (event: Extract<TrainingEvent, { kind: 'epoch' | 'batch' }>) => {
    const { name, epochs, stepsPerEpoch, startStep, patience } = stage!
    const done = event.step / stepsPerEpoch
    const width = Math.max(1, (stdout.columns ?? 80) - 1)
    const left = ((now() - startedMs) / (event.step - startStep)) * (epochs * stepsPerEpoch - event.step)
    const label = name === 'model' ? 'epoch' : name
    const full = Math.floor((CELLS * done) / epochs)
    const seen = lastEpoch ?? event
    // What matters most comes first, since a narrow terminal cuts the end off.
    const main =
      `${label} ${Math.floor(done)}/${epochs} ${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${describeScore(seen)}, ` +
      `${compact(rate)} rows/s, ${patience ? '≤ ' : ''}${duration(left / 1000)} left`
    const more = lastEpoch?.validation ? `; validation ${describeScore(lastEpoch.validation)}` : ''
    const text = main.length + more.length > width ? main : main + more
    stdout.write(`\r${text.length > width ? `${text.slice(0, width - 1)}…` : text}\u001b[K`)
    drawn = true
  }

  const line = (event: EpochEvent) => {
    const label = stage!.name === 'model' ? '' : `${stage!.name} `
    const { epoch } = event
    stdout.write(`${label}epoch ${epoch}/${stage!.epochs}: ${describeEpoch(event)}, ${compact(rate)} rows/s\n`)
    told = event
  }

  return {
    paint: paintFor(terminal),
    begin(next) {
      stage = next
      startedMs = now()
      lastEpoch = undefined
      lastMs = Number.NEGATIVE_INFINITY
    },
    event(event) {
      if (!stage) return
      if (json) stdout.write(`${JSON.stringify({ stage: stage.name, ...event })}\n`)
      if (event.kind === 'stop' && !json && !bar && lastEpoch && lastEpoch !== told) line(lastEpoch)
      if (json || (event.kind !== 'epoch' && event.kind !== 'batch')) return
      if (event.kind === 'epoch') {
        lastEpoch = event
        rate = stage.rows / Math.max(event.seconds, 1e-6)
      } else rate = event.rowsPerSecond
      if (now() - lastMs < (bar ? DRAW_MS : LINE_MS)) return
      if (bar) draw(event)
      else if (event.kind === 'epoch') line(event)
      else return
      lastMs = now()
    },
    end: clear,
    say(text) {
      if (json) return
      clear()
      stdout.write(`${text}\n`)
    },
    tell(line) {
      if (json) stdout.write(`${JSON.stringify(line)}\n`)
    },
  }
}

function describeScore({ loss, accuracy, rSquared }: Score): string {
  const parts = [`loss ${fixed(loss)}`]
  if (accuracy !== undefined) parts.push(`accuracy ${accuracy.toFixed(3)}`)
  if (rSquared !== undefined) parts.push(`R² ${rSquared.toFixed(3)}`)
  return parts.join(', ')
}

function describeEpoch(event: Score & { readonly validation?: Score }): string {
  return event.validation
    ? `${describeScore(event)}; validation ${describeScore(event.validation)}`
    : describeScore(event)
}

/** Four digits that count. */
export function fixed(value: number): string {
  return Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(2)
    : value.toPrecision(4)
}

/** 1234567 → 1.2 M */
export function compact(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`
  return value >= 1e3 ? `${Math.round(value / 1e3)} k` : String(Math.round(value))
}

/** 75 → 1:15 */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const pad = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`
}
