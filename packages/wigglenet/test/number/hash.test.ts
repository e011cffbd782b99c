import { expect, test } from 'vitest'
import { fingerprint } from '../../src/number/hash.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

// Answers published with the hash by its authors.
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the FNV-1a hash of %j is %s', (text, expected) => {
  expect(fingerprint(bytes(text))).toBe(expected)
})

test('several views are hashed as their bytes in a row, each view at its own offset', () => {
  const whole = bytes('xxfoobar')
  expect(fingerprint(whole.subarray(2, 5), new DataView(whole.buffer, 5, 3))).toBe(fingerprint(bytes('foobar')))
})

test('one changed bit of one weight changes the hash, and so does the sign of zero', () => {
  const weights = new Float32Array(1000).fill(0.5)
  const before = fingerprint(weights)
  new Uint8Array(weights.buffer)[2001]! ^= 1
  expect(fingerprint(weights)).not.toBe(before)
  expect(fingerprint(new Float64Array([0]))).not.toBe(fingerprint(new Float64Array([-0])))
})
