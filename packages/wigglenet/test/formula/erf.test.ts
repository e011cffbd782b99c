import { expect, test } from 'vitest'
import { parseFormula } from '../../src/formula/parse.ts'
import { gelu } from '../../src/network/activations/gelu.ts'

test('erf is a function of formulas from the first part on that may call it, and unknown before', () => {
  const parse = () => parseFormula('erf(z)', { where: 'test', names: ['z'] })
  expect(parse).toThrow(
    'test: the function at column 1 must be one of max, min, abs, sign, sqrt, exp, log, tanh, sigmoid, sin, cos, floor; got "erf". Choose a name from the list.',
  )
  gelu()
  expect(parse()).toEqual({ kind: 'call', name: 'erf', of: [{ kind: 'name', name: 'z' }] })
})
