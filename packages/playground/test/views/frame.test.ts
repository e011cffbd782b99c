import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterKey, frameOf, isInside, margins, toData, toPixel } from '../../src/views/frame.ts'

const frame = frameOf(462, 354, [
  [-2, 2],
  [0, 3],
])

test('the low corner of the window lies at the bottom left inside the axes, the high corner at the top right', () => {
  expect(frame).toMatchObject({ left: margins.left, top: margins.top, width: 400, height: 300 })
  expect(toPixel(frame, -2, 0)).toEqual([50, 312])
  expect(toPixel(frame, 2, 3)).toEqual([450, 12])
  expect(toPixel(frame, 1, 1)).toEqual([350, 212])
})

test('a point comes back from its pixel, in windows of any size', () => {
  const number = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  const span = fc.double({ min: 0.01, max: 1e3, noNaN: true })
  fc.assert(
    fc.property(number, span, number, span, fc.double({ min: 0, max: 1, noNaN: true }), (x0, dx, y0, dy, share) => {
      const any = frameOf(500, 400, [
        [x0, x0 + dx],
        [y0, y0 + dy],
      ])
      const [x, y] = [x0 + share * dx, y0 + share * dy]
      const [px, py] = toPixel(any, x, y)
      const [backX, backY] = toData(any, px, py)
      expect(Math.abs(backX - x)).toBeLessThan(1e-9 * (Math.abs(x0) + dx + 1))
      expect(Math.abs(backY - y)).toBeLessThan(1e-9 * (Math.abs(y0) + dy + 1))
    }),
  )
})

test('the axes and their numbers are not inside', () => {
  expect(isInside(frame, 50, 12)).toBe(true)
  expect(isInside(frame, 49, 100)).toBe(false)
  expect(isInside(frame, 100, 313)).toBe(false)
})

test('a box smaller than its margins still has a frame of a pixel', () => {
  expect(
    frameOf(10, 10, [
      [0, 1],
      [0, 1],
    ]),
  ).toMatchObject({ width: 1, height: 1 })
})

test('arrow keys move a fiftieth of the window, with Shift a tenth, and stop at its edge; other keys do nothing', () => {
  expect(afterKey(frame, [0, 1], 'ArrowRight', false)).toEqual([0.08, 1])
  expect(afterKey(frame, [0, 1], 'ArrowDown', true)).toEqual([0, 0.7])
  expect(afterKey(frame, [1.9, 1], 'ArrowRight', true)).toEqual([2, 1])
  expect(afterKey(frame, [0, 1], 'a', false)).toBeUndefined()
})
