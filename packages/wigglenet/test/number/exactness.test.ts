// Guards the promise "same bits on every machine": what can reach a weight calls no function whose last bits differ between engines.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
const inexact =
  /\bMath\s*(?:\.\s*|\[\s*['"`])(?:exp|expm1|log|log10|log1p|log2|pow|cbrt|hypot|random|a?sinh?|a?cosh?|a?tanh?|atan2)\b|\{[^{}]*\}\s*=\s*Math\b|\*\*=?/

// Code without its comments; texts stay, since none of them holds such a call.
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1')
const findings = (text: string) =>
  withoutComments(text)
    .split('\n')
    .filter((line) => inexact.test(line.replace(/(^|[^\w.])2 \*\* \d+(?![\w.])/g, '')))

test.each([
  'Math.exp(x)',
  'Math.log2(x)',
  'Math . tanh(x)',
  "Math['pow'](x, 2)",
  'const { sin } = Math',
  'x ** y',
  'x ** 2',
  '2 ** 0.5',
  'x **= 2',
  'Math.random()',
])('the guard sees %s', (line) => {
  expect(findings(line)).toEqual([line])
})

test.each(['Math.sqrt(x)', 'Math.LOG2E * x', '2 ** 32 - 1', '// Math.exp', '/** x ** y */', 'exp(x)', 'Math.SQRT2'])(
  'the guard lets %s pass',
  (line) => {
    expect(findings(line)).toEqual([])
  },
)

describe('no source calls a function that differs between engines', () => {
  const files = ['data', 'formula', 'network', 'optimizer', 'number'].flatMap((folder) =>
    readdirSync(source + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  )
  test('there are sources to read', () => {
    expect(files).toContain('number/exponential.ts')
  })
  test.each(files)('%s', (file) => {
    expect(findings(readFileSync(source + file, 'utf8'))).toEqual([])
  })
})
