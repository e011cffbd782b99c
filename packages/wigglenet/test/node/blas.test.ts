import { expect, test } from 'vitest'
import { blas } from '../../src/node/blas.ts'

const message = (body: () => unknown) => {
  try {
    body()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}

test('a library that is not there is refused with what was looked for and how to get one', () => {
  expect(message(() => blas({ library: 'libnothing.so.9' }))).toMatch(
    /^blas: (one of these libraries must be there: libnothing\.so\.9; got none that could be loaded\. Install OpenBLAS|the package koffi must be installed to call a system library; got none\. Run npm install koffi\.)/,
  )
})

test('a library without the functions of BLAS is refused', ({ skip }) => {
  if (process.platform !== 'linux') skip('the C library has this name on Linux only')
  expect(message(() => blas({ library: 'libc.so.6' }))).toMatch(
    /^blas: (one of these libraries must be there: libc\.so\.6|the package koffi)/,
  )
})

test('unknown options and sizes that are no numbers are refused', () => {
  expect(message(() => blas({ threads: 2 } as never))).toBe(
    'blas: the options are library, leastMultiplyAdds; got "threads". Remove threads, or correct its spelling.',
  )
  expect(message(() => blas({ leastMultiplyAdds: -1 }))).toContain(
    'blas: leastMultiplyAdds must be a whole number in [0, ',
  )
})
