// Who is measured: this library and its peers, each in a process of its own under the same harness (peers/harness.mjs, peers/harness.py).
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** bench/ itself: the program runs from a bundle elsewhere. */
export const benchFolder = dirname(process.argv[1]!)
export const peersFolder = join(benchFolder, 'peers')

export interface Contestant {
  readonly name: string
  /** Its file in peers/. */
  readonly file: string
  /** Of this library: the device that it runs on. */
  readonly device?: string
  /** The package that it needs in peers/node_modules, or in Python. */
  readonly needs?: string
  readonly options?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** Python's libraries take all cores if they are not told otherwise, which is slower for small networks and on a busy machine. */
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }

/** This library on one of its devices. */
const ours = (device: string): Contestant => ({
  name: `wigglenet, ${device}`,
  file: 'wigglenet.mjs',
  device,
  options: { device },
})

/** This library on one thread comes first: the results of all others are compared with it. */
export const contestants: readonly Contestant[] = [
  ...['wasm', 'fast', 'threads', 'threads fast', 'blas'].map(ours),
  { name: 'PyTorch', file: 'torch_peer.py', needs: 'torch' },
  { name: 'PyTorch, 1 thread', file: 'torch_peer.py', needs: 'torch', env: oneThread },
  { name: 'numpy by hand', file: 'numpy_peer.py', needs: 'numpy' },
  { name: 'numpy, 1 thread', file: 'numpy_peer.py', needs: 'numpy', env: oneThread },
  { name: 'scikit-learn', file: 'sklearn_peer.py', needs: 'sklearn' },
  { name: 'onnxruntime-node', file: 'onnxruntime.mjs', needs: 'onnxruntime-node' },
  { name: 'jax-js, wasm', file: 'jax-js.mjs', needs: '@jax-js/jax' },
  {
    name: 'tfjs, wasm',
    file: 'tfjs.mjs',
    needs: '@tensorflow/tfjs-backend-wasm',
    options: { backend: 'wasm' },
  },
  { name: 'tfjs, cpu', file: 'tfjs.mjs', needs: '@tensorflow/tfjs', options: { backend: 'cpu' } },
  { name: 'convnetjs', file: 'convnetjs.mjs', needs: 'convnetjs' },
  { name: 'brain.js', file: 'brain.mjs', needs: 'brain.js' },
  { name: 'synaptic', file: 'synaptic.mjs', needs: 'synaptic' },
]

const python = process.env.PYTHON ?? 'python3'
const isPython = (contestant: Contestant) => contestant.file.endsWith('.py')

/** Why a contestant can't be measured here, or nothing if it can. */
export async function missing(contestant: Contestant): Promise<string | undefined> {
  const { needs } = contestant
  if (!needs) return undefined
  if (isPython(contestant)) {
    const { code } = await run(python, ['-c', `import ${needs}`], '').catch(() => ({ code: 1 }))
    return code === 0 ? undefined : `${python} has no ${needs}; install it to compare with it`
  }
  if (existsSync(join(peersFolder, 'node_modules', needs))) return undefined
  return 'not installed; node bench/peers/install.mjs installs it'
}

/** What the harness answers. */
export interface Answer {
  readonly version?: string
  readonly cannot?: string
  readonly failed?: string
  /** Mean losses of the first steps. */
  readonly losses?: readonly number[]
  /** Squared errors before and after training, of those with a loss of their own. */
  readonly error?: { readonly before: number; readonly after: number }
  /** Why only the first loss can be compared. */
  readonly partly?: string
  readonly squash?: 'relu' | 'softmax'
  /** Of one step, or of one prediction of all rows. */
  readonly ms?: number
}

export async function measure(contestant: Contestant, job: object, limitMs: number): Promise<Answer> {
  const [command, args] = isPython(contestant)
    ? [python, [join(peersFolder, contestant.file)]]
    : [process.execPath, [join(peersFolder, 'harness.mjs')]]
  const { file, options = {}, env } = contestant
  const { code, stdout, stderr } = await run(command, args, JSON.stringify({ ...job, file, options }), limitMs, env)
  if (code === null) return { failed: `stopped after ${limitMs / 1000} s` }
  const line = stdout.trimEnd().split('\n').at(-1) ?? ''
  if (line.startsWith('{')) return JSON.parse(line) as Answer
  return { failed: `ended with ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}` }
}

function run(
  command: string,
  args: readonly string[],
  input: string,
  limitMs = 60_000,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const settings = { cwd: peersFolder, env: { ...process.env, ...env }, timeout: limitMs }
    const child = spawn(command, args, { ...settings, killSignal: 'SIGKILL' })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('error', reject)
    child.stdin.on('error', () => {}) // one that ended early tells why by its exit code
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.end(input)
  })
}
