import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activations, firstSetup, losses, optimizers, type Setup, shapes } from '../src/setup.ts'
import { readShare, shareText } from '../src/share.ts'

const first = 'v=1&d=spiral,3,0.2,300,0.2,1&n=relu:20:0&s=0&t=softmax,adam,0.01,10,0.001,0,1,1'
const damaged = (part: string) => ({
  problem: `This link is damaged: its ${part} cannot be read. The page shows its first setup; copy the link again, whole.`,
})

const share = fc.double({ min: 0, max: 0.9, noNaN: true }).map((value) => value + 0) // no -0
const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const drawn = { noise: share, rows: fc.integer({ min: 2, max: 20_000 }), testShare: share, seed }
const word = fc.string({ unit: 'grapheme', maxLength: 20 })
const shape = fc.record({ kind: fc.constantFrom(...shapes), classes: fc.integer({ min: 2, max: 10 }), ...drawn })
const ofX = fc.record({
  kind: fc.constant('function' as const),
  formula: word,
  range: fc.tuple(fc.integer(), fc.integer()),
  ...drawn,
})
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
)
const own = fc
  .record({
    names: fc.array(word, { minLength: 2, maxLength: 2 }),
    classes: fc.array(word, { minLength: 1, maxLength: 10 }),
    rows: fc.nat(20),
  })
  .chain(({ names, classes, rows }) =>
    fc.record({
      kind: fc.constant('points' as const),
      names: fc.constant(names),
      classes: fc.constant(classes),
      drawn: fc.constantFrom('projection' as const, [0, 1] as const, [1, 0] as const),
      X: fc.array(finite, { minLength: 2 * rows, maxLength: 2 * rows }),
      y: fc.array(fc.nat(classes.length - 1), { minLength: rows, maxLength: rows }),
      testShare: share,
      seed,
    }),
  )
const values = fc.record({ columns: fc.integer({ min: 1, max: 3 }), rows: fc.nat(20) }).chain(({ columns, rows }) =>
  fc.record({
    kind: fc.constant('values' as const),
    names: fc.array(word, { minLength: columns, maxLength: columns }),
    target: word,
    drawn: columns === 1 ? fc.constant('target' as const) : fc.constantFrom('projection' as const, [1, 0] as const),
    X: fc.array(finite, { minLength: columns * rows, maxLength: columns * rows }),
    y: fc.array(finite, { minLength: rows, maxLength: rows }),
    testShare: share,
    seed,
  }),
)
const setups: fc.Arbitrary<Setup> = fc.record({
  data: fc.oneof(shape, ofX, own, values),
  layers: fc.array(
    fc.record(
      {
        units: fc.integer({ min: 1, max: 512 }),
        activation: fc.constantFrom(...activations),
        dropout: share,
        pieces: fc.integer({ min: 2, max: 4 }),
      },
      { requiredKeys: ['units', 'activation', 'dropout'] },
    ),
    { maxLength: 8 },
  ),
  skip: fc.boolean(),
  training: fc.record({
    loss: fc.constantFrom(...losses),
    optimizer: fc.constantFrom(...optimizers),
    rate: share,
    batch: fc.integer({ min: 1, max: 20_000 }),
    l2: share,
    l1: share,
    seed,
    scale: share,
  }),
})

describe('a link', () => {
  test('of the first setup is the text written by hand', () => {
    expect(shareText(firstSetup)).toBe(first)
    expect(readShare(`#${first}`)).toStrictEqual({ setup: firstSetup })
  })

  test('brings back any setup, the same value to the last bit', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        expect(readShare(shareText(setup))).toEqual({ setup }) // tells -0 from 0
      }),
      { numRuns: 300 },
    )
  })

  test('holds characters alone that a fragment may hold', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        expect(shareText(setup)).toMatch(/^[\w\-.~!*'():@,;=&+%]*$/)
      }),
    )
  })

  test('brings back weights with their bits, four little-endian bytes a number', () => {
    const weights = { 'h1.W': Float32Array.of(1, -0, 0.1), 'h1.b': new Float32Array(0) }
    const text = shareText(firstSetup, { weights })
    // 1 is 00 00 80 3f, -0 is 00 00 00 80, 0.1 is cd cc cc 3d
    expect(text).toBe(`${first}&w=h1.W:AACAPwAAAIDNzMw9,h1.b:`)
    expect(readShare(text)).toStrictEqual({ setup: firstSetup, weights })
  })

  test.each([
    ['of another version', first.replace('v=1', 'v=2'), 'version'],
    ['without a version', first.replace('v=1&', ''), 'version'],
    ['with a field twice', `${first}&s=1`, 'text'],
    ['with a field that nobody knows', `${first}&q=1`, 'text'],
    ['cut short', first.slice(0, 40), 'skip connection'],
    ['with too many rows', first.replace('300', '300000'), 'number of rows'],
    ['with part of a row', first.replace('300', '30.5'), 'number of rows'],
    ['with a shape that nobody draws', first.replace('spiral', 'square'), 'kind of data'],
    ['with a class too few', first.replace('spiral,3', 'spiral,1'), 'number of classes'],
    ['with NaN', first.replace('0.01', 'NaN'), 'rate'],
    ['with a number in another form', first.replace('0.01', '1e-2'), 'rate'],
    ['with a rate below 0', first.replace('0.01', '-0.01'), 'rate'],
    ['with a field of training too many', `${first},1`, 'training'],
    ['with a name of Object for an activation', first.replace('relu', 'constructor'), 'layers'],
    ['with 513 units', first.replace(':20:', ':513:'), 'layers'],
    ['with 9 layers', first.replace('relu:20:0', Array(9).fill('relu:2:0').join(',')), 'layers'],
    ['with percent signs of nothing', first.replace(/d=.*?&/, 'd=function,%E0%A4%A,0,1,0,10,0,1&'), 'function'],
    [
      'with points of an unknown class',
      first.replace(/d=.*?&/, 'd=points,x:y,a,0:1,fAAAAAAAAAAA,fAACAPw,0,1&'),
      'classes of the points',
    ],
    ['with half a point', first.replace(/d=.*?&/, 'd=points,x:y,a,0:1,fAAAAAA,fAAAAAA,0,1&'), 'points'],
    ['with infinite points', first.replace(/d=.*?&/, 'd=points,x:y,a,0:1,fAACAfw,fAAAAAA,0,1&'), 'points'],
    [
      'with one column drawn twice',
      first.replace(/d=.*?&/, 'd=points,x:y,a,1:1,fAAAAAAAAAAA,fAAAAAA,0,1&'),
      'drawn columns',
    ],
    ['with weights cut short', `${first}&w=h1.W:AACAPwAA`, 'weights'],
    ['with weights that are NaN', `${first}&w=h1.W:AADAfw`, 'weights'],
  ])('%s tells which part of it cannot be read', (_, text, part) => {
    expect(readShare(text)).toEqual(damaged(part))
  })

  test('of any text at all gives a setup or one sentence, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          setups.chain((setup) => cut(shareText(setup))),
        ),
        (text) => {
          const shared = readShare(text)
          if ('problem' in shared) expect(shared.problem).toMatch(/^This link is damaged: its .+ cannot be read\./)
          else expect(readShare(shareText(shared.setup))).toEqual({ setup: shared.setup })
        },
      ),
    )
  })
})

/** A text with one character taken out or changed. */
const cut = (text: string) =>
  fc
    .tuple(fc.nat(text.length - 1), fc.constantFrom('', '0', ',', '=', '%', '\u0000'))
    .map(([at, instead]) => text.slice(0, at) + instead + text.slice(at + 1))
