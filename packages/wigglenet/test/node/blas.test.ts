import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { expect, type TestContext, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { blobs } from '../../src/data/make/blobs.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { blas } from '../../src/node/blas.ts'
import { type BlasLibrary, blasLibrary } from '../../src/node/blas-library.ts'
import { fit } from '../../src/train/fit.ts'
import type { Checkpoint } from '../../src/train/types.ts'

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

/** The library of this machine; where there is none the test is skipped, and says why. */
function libraryOrSkip(skip: TestContext['skip']): BlasLibrary {
  try {
    return blasLibrary()
  } catch (error) {
    return skip((error as Error).message)
  }
}

test('the library that is found names itself, and its file is there', ({ skip }) => {
  const { name, version, file, threads } = libraryOrSkip(skip)
  if (!name.includes('openblas')) skip(`${name} does not tell`)
  expect(version).toMatch(/^OpenBLAS \d+\.\d+\.\d+\S*, \w+$/)
  expect(threads, 'the tests run in workers').toBe(1)
  if (process.platform === 'linux') expect(existsSync(file!), file).toBe(true)
  expect(blas().features).toEqual(['simd128', version])
})

test('products in a worker end though other threads start processes; on the main thread they have all threads', ({
  skip,
}) => {
  if (!libraryOrSkip(skip).name.includes('openblas')) skip('this is about OpenBLAS')
  const measure = `
    import('wigglenet').then(async ({ dense, network }) => {
      const { blas, measureDevices } = await import('wigglenet/node')
      measureDevices(network(784, [dense(128), dense(10)]), { blas: blas() }, { batch: 64, budgetMs: 1000 })
    })`
  const program = `
    import { spawnSync } from 'node:child_process'
    import { Worker } from 'node:worker_threads'
    import { blasLibrary } from 'wigglenet/node'
    console.log(blasLibrary().threads)
    let busy = true
    new Worker(${JSON.stringify(measure)}, { eval: true }).on('exit', (code) => { busy = false; console.log(code) })
    const start = () => { spawnSync(process.execPath, ['--version']); if (busy) setTimeout(start, 1) }
    start()`
  const run = ['--input-type=module', '-e', program]
  const out = execFileSync(process.execPath, run, { encoding: 'utf8', timeout: 20_000 })
  expect(out).toBe(`${availableParallelism()}\n0\n`)
})

const net = network(2, [dense(3)])
const data = blobs({ classes: 3, seed: 1 })
async function checkpointOf(device: Backend): Promise<Checkpoint> {
  let saved: Checkpoint | undefined
  const save = (checkpoint: Checkpoint) => {
    saved ??= checkpoint
  }
  await fit(net, data, { epochs: 2, device, checkpoint: { save } }).model
  return saved!
}
const goOn = (resume: Checkpoint, device: Backend) => message(() => fit(net, data, { epochs: 3, resume, device }))
const instead = 'Resume with the same data and options, or start a new run.'

test('a run with fused multiply-adds does not go on without them, nor the other way round', async ({ skip }) => {
  if (!fast().features.includes('relaxed-simd')) skip('this engine has no fused multiply-adds')
  expect(goOn(await checkpointOf(fast()), wasm)).toBe(
    `fit: device must be as in the saved run, wasm simd128 relaxed-simd; got wasm simd128. ${instead}`,
  )
  expect(goOn(await checkpointOf(wasm), fast())).toBe(
    `fit: device must be as in the saved run, wasm simd128; got wasm simd128 relaxed-simd. ${instead}`,
  )
})

test('a run on a BLAS goes on neither on wasm nor on another BLAS', async ({ skip }) => {
  libraryOrSkip(skip)
  const here = blas()
  const checkpoint = await checkpointOf(here)
  const was = `blas ${here.features.join(' ')}`
  expect(goOn(checkpoint, wasm)).toBe(`fit: device must be as in the saved run, ${was}; got wasm simd128. ${instead}`)
  expect(goOn(checkpoint, { ...here, features: ['simd128', 'OpenBLAS 0.1.0, Other'] })).toBe(
    `fit: device must be as in the saved run, ${was}; got blas simd128 OpenBLAS 0.1.0, Other. ${instead}`,
  )
})
