import { expect, test } from 'vitest'
import { modelFromBytes } from 'wigglenet'
import { pictureSvg } from '../../src/page/picture.ts'
import { firstSetup, type Setup, withData } from '../../src/setup.ts'
import { room } from '../session/room.ts'

function pictureOf(setup: Setup): string {
  const { ask } = room()
  const [opened] = ask({ kind: 'open', setups: [setup] }, 'opened').networks
  return pictureSvg(modelFromBytes(ask({ kind: 'save' }, 'saved').bytes), opened!, 'light')
}
const words = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text)
const common = { testShare: 0.2, seed: 1 } as const
const X = Array.from({ length: 60 }, (_, i) => (i * 37) % 23)

test('of classes in many columns it has the points where the page draws them, in the plane of the page', () => {
  const y = Array.from({ length: 20 }, (_, row) => row % 2)
  const data = {
    kind: 'points',
    X,
    y,
    names: ['a', 'b', 'c'],
    classes: ['no', 'yes'],
    drawn: 'projection',
    ...common,
  } as const
  const svg = pictureOf(withData(firstSetup, data))
  expect(words(svg)).toEqual(expect.arrayContaining(['no', 'yes', expect.stringMatching(/^direction 1 /)]))
  expect(svg.match(/<title>/g)!.length).toBeGreaterThan(15)
})

test('of numbers it is a surface over two columns, and a curve over one, with their names', () => {
  const y = Array.from({ length: 30 }, (_, row) => 7 * row)
  const plane = { kind: 'values', X, y, names: ['long', 'wide'], target: 'price', drawn: [1, 0], ...common } as const
  expect(words(pictureOf(withData(firstSetup, plane)))).toEqual(expect.arrayContaining(['wide', 'long']))
  const line = { ...plane, X: X.slice(0, 30), names: ['long'], drawn: 'target' } as const
  expect(words(pictureOf(withData(firstSetup, line)))).toEqual(
    expect.arrayContaining([
      'training points',
      'network',
      expect.stringMatching(/long/),
      expect.stringMatching(/price/),
    ]),
  )
})
