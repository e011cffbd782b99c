// The system's BLAS: found at run time, and called through koffi, which is an optional package.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import { UnsupportedError } from '../check/errors.ts'

/** Where BLAS libraries are found, in the order in which they are tried. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so', 'libblas.so.3'],
  darwin: ['/System/Library/Frameworks/Accelerate.framework/Accelerate', 'libopenblas.dylib'],
  win32: ['libopenblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'],
}
const installs: Readonly<Record<string, string>> = {
  linux: 'Install OpenBLAS: apt-get install libopenblas0-pthread.',
  darwin: 'Install OpenBLAS: brew install openblas, and give its file as the option library.',
}

/** A BLAS of this system.
 *  name     as it was loaded
 *  version  what the library calls itself, with the kind of processor that it was found to suit, where it tells
 *  file     its path, where the system tells it
 *  threads  how many it uses, where it tells: 1 in a worker */
export interface BlasLibrary {
  readonly name: string
  readonly version?: string
  readonly file?: string
  readonly threads?: number
}

/** C = alpha·A·B + beta·C of row-major float32 matrices; A, B and C are addresses. */
export type Sgemm = (
  order: number,
  transA: number,
  transB: number,
  rows: number,
  columns: number,
  length: number,
  alpha: number,
  A: number,
  lda: number,
  B: number,
  ldb: number,
  beta: number,
  C: number,
  ldc: number,
) => void

const sgemmDeclaration =
  'void cblas_sgemm(int order, int transA, int transB, int rows, int columns, int length, float alpha, uintptr_t A, int lda, ' +
  'uintptr_t B, int ldb, float beta, uintptr_t C, int ldc)'

/** What is used of koffi. */
interface Koffi {
  load(path: string): Loaded
  address(view: Float32Array | Uint32Array): bigint
}
interface Loaded {
  func(declaration: string): (...values: never[]) => unknown
}

/** Which BLAS `blas()` finds here.
 *  Options: library, a path or name to load in place of the usual ones
 *  Throws:  UnsupportedError that says what is missing and how to install it
 *  Example: blasLibrary().version  // OpenBLAS 0.3.21, Haswell  */
export function blasLibrary(options: { readonly library?: string } = {}): BlasLibrary {
  return openBlas(options.library).found
}

/** A loaded BLAS. */
export interface OpenBlas {
  readonly found: BlasLibrary
  readonly sgemm: Sgemm
  readonly koffi: Koffi
}

/** Loads a BLAS.
 *  Throws:  as `blasLibrary` does */
export function openBlas(library: string | undefined): OpenBlas {
  const koffi = requireKoffi()
  const tried = library === undefined ? (libraries[process.platform] ?? []) : [library]
  for (const name of tried) {
    try {
      const loaded = koffi.load(name)
      const sgemm = loaded.func(sgemmDeclaration) as Sgemm
      if (!isMainThread) keepToOneThread(loaded)
      return { found: Object.freeze({ name, ...factsOf(loaded), ...fileOf(name) }), sgemm, koffi }
    } catch {
      // Not here: the next one.
    }
  }
  throw new UnsupportedError({
    where: 'blas',
    expected: `one of these libraries must be there: ${tried.join(', ')}`,
    received: 'none that could be loaded',
    fix: installs[process.platform] ?? 'Install OpenBLAS, and give its file as the option library.',
  })
}

function requireKoffi(): Koffi {
  try {
    return createRequire(import.meta.url)('koffi') as Koffi
  } catch {
    throw new UnsupportedError({
      where: 'blas',
      expected: 'the package koffi must be installed to call a system library',
      received: 'none',
      fix: 'Run npm install koffi.',
    })
  }
}

/** In a worker OpenBLAS gets one thread, from then on in the whole process. When another thread starts a process meanwhile, OpenBLAS 0.3 ends its
 *  own threads, also those at work on a product, which then waits for ever. On the main thread nothing else runs during a product. */
function keepToOneThread(loaded: Loaded): void {
  let setThreads: (count: number) => unknown
  try {
    setThreads = loaded.func('void openblas_set_num_threads(int count)') as (count: number) => unknown
  } catch {
    return // It is another library.
  }
  setThreads(1)
}

/** What OpenBLAS says of itself; others have no such functions. */
function factsOf(loaded: Loaded): Pick<BlasLibrary, 'version' | 'threads'> {
  try {
    const ask = <Value>(declaration: string) => (loaded.func(declaration) as () => Value)()
    const [name, release] = ask<string>('const char *openblas_get_config()').split(' ')
    return {
      version: `${name} ${release}, ${ask<string>('const char *openblas_get_corename()')}`,
      threads: ask<number>('int openblas_get_num_threads()'),
    }
  } catch {
    return {}
  }
}

function fileOf(name: string): Pick<BlasLibrary, 'file'> {
  if (name.includes('/')) return { file: name }
  try {
    const maps = readFileSync('/proc/self/maps', 'utf8')
    const file = /\/\S*\/lib(?:openblas|mkl_rt|blas)[^\s/]*/.exec(maps)?.[0]
    return file === undefined ? {} : { file }
  } catch {
    return {} // this system has no such list
  }
}
