import { expect, test } from 'vitest'
import { prose } from '../src/page/prose.ts'

const wide = '\u00a0'

test.each([
  ['30730 parameters in place of 308310.', '30,730 parameters in place of 308,310.'],
  ['6931.1 and 6932 steps', '6,931.1 and 6,932 steps'],
  ['3072-100-10, 784-256-256-10', '3072-100-10, 784-256-256-10'],
  ['0.12345 and 1.10000', '0.12345 and 1.10000'],
  ['10,000 images of 10×10', '10,000 images of 10×10'],
  ['43.1 % ± 0.4', `43.1${wide}%${wide}±${wide}0.4`],
  ['the weights -2.76, -0.362', 'the weights −2.76, −0.362'],
  ['on [-1, 1], to (1, -1)', 'on [−1, 1], to (1, −1)'],
  ['exp(-3*x^2) and ln 2 / -ln(1 - λ)', 'exp(-3*x^2) and ln 2 / -ln(1 - λ)'],
  ['a < b & "c"', 'a &lt; b &amp; &quot;c&quot;'],
  ["it's", 'it&#39;s'],
])('%s', (text, html) => {
  expect(prose(text)).toBe(html)
})
