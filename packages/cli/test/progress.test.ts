import { describe, expect, test } from 'vitest'
import type { TrainingEvent } from 'wigglenet'
import { duration, fixed, progressFor } from '../src/progress.ts'
import { paintFor, type Terminal } from '../src/terminal.ts'

function terminal(isTTY: boolean, env: Record<string, string> = {}): Terminal & { text(): string } {
  let text = ''
  return {
    stdout: { write: (more) => (text += more), isTTY, columns: 80 },
    stderr: { write: () => {} },
    stdin: (async function* () {})(),
    env,
    openPage: () => {},
    interrupt: () => new AbortController().signal,
    text: () => text,
  }
}

const epoch = (number: number): TrainingEvent => ({
  kind: 'epoch',
  step: number * 10,
  epoch: number,
  loss: 1 / number,
  accuracy: 0.5,
  penalty: 0,
  rate: 0.001,
  seconds: 0.5,
  validation: { loss: 0.25, accuracy: 0.75 },
})
const stage = { name: 'model', epochs: 10, rows: 1000, stepsPerEpoch: 10, startStep: 0, patience: true }

describe('progress', () => {
  test('a terminal gets one line that is drawn over, with loss, accuracy, rows a second and the time left', () => {
    let now = 0
    const at = terminal(true)
    const progress = progressFor(at, false, () => now)
    progress.begin(stage)
    now = 500
    progress.event(epoch(1))
    now = 510
    progress.event(epoch(2)) // too soon to draw
    now = 2000
    progress.event(epoch(4))
    progress.end()
    expect(at.text()).toBe(
      '\repoch 1/10 █░░░░░░░░░ loss 1.000, accuracy 0.500, 2 k rows/s, ≤ 0:05 left\u001b[K' +
        '\repoch 4/10 ████░░░░░░ loss 0.2500, accuracy 0.500, 2 k rows/s, ≤ 0:03 left\u001b[K' +
        '\r\u001b[K',
    )
  })

  test('within the first epoch the time left is told from its steps', () => {
    let now = 0
    const at = terminal(true)
    const progress = progressFor(at, false, () => now)
    progress.begin(stage)
    now = 1000
    progress.event({ kind: 'batch', step: 5, epoch: 0, steps: 5, rowsPerSecond: 500, loss: 1, accuracy: 0.5 })
    expect(at.text()).toBe('\repoch 0/10 ░░░░░░░░░░ loss 1.000, accuracy 0.500, 500 rows/s, ≤ 0:19 left\u001b[K')
  })

  test('elsewhere there is a plain line a second, and the last epoch when training stops', () => {
    let now = 0
    const at = terminal(false)
    const progress = progressFor(at, false, () => now)
    progress.begin(stage)
    for (let number = 1; number <= 5; number++) {
      now += 400
      progress.event(epoch(number))
    }
    progress.event({ kind: 'stop', step: 50, epoch: 5, reason: 'patience', best: 3 })
    const line = (number: number, loss: string) =>
      `epoch ${number}/10: loss ${loss}, accuracy 0.500; validation loss 0.2500, accuracy 0.750, 2 k rows/s\n`
    expect(at.text()).toBe(line(1, '1.000') + line(4, '0.2500') + line(5, '0.2000'))
  })

  test('with --json there is every event, and nothing for people', () => {
    const at = terminal(true)
    const progress = progressFor(at, true)
    progress.begin(stage)
    progress.event(epoch(1))
    progress.say('hello')
    progress.end()
    expect(at.text()).toBe(`${JSON.stringify({ stage: 'model', ...epoch(1) })}\n`)
  })

  test('a resumed run counts the time left from where it goes on', () => {
    let now = 0
    const at = terminal(true)
    const progress = progressFor(at, false, () => now)
    progress.begin({ ...stage, startStep: 80, patience: false })
    now = 1000
    progress.event(epoch(9)) // the first epoch of this process took 1 s
    expect(at.text()).toContain('rows/s, 0:01 left')
  })
})

test('colours are for terminals, and NO_COLOR switches them off', () => {
  expect(paintFor(terminal(true)).bold('x')).toBe('\u001b[1mx\u001b[0m')
  expect(paintFor(terminal(false)).bold('x')).toBe('x')
  expect(paintFor(terminal(true, { NO_COLOR: '1' })).bold('x')).toBe('x')
  expect(paintFor(terminal(true, { NO_COLOR: '' })).bold('x')).toBe('\u001b[1mx\u001b[0m')
})

test('numbers are short and durations are clocks', () => {
  expect([0.123456, 12.34567, 0, 0.00001, 123456].map(fixed)).toEqual([
    '0.1235',
    '12.35',
    '0.000',
    '1.00e-5',
    '1.23e+5',
  ])
  expect([0.4, 75, 3601].map(duration)).toEqual(['0:00', '1:15', '1:00:01'])
})
