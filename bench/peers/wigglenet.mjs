// This library, as it is built, under the same harness as its peers.
import {
  adam,
  binarySoftmax,
  createModel,
  dense,
  fast,
  gradientDescent,
  network,
  parameterShapes,
  relu,
  softmax,
  tanh,
  trainer,
  wasm,
} from 'wigglenet'
import { blas, threads } from 'wigglenet/node'

const devices = {
  wasm: () => wasm,
  fast,
  threads: () => threads(),
  'threads fast': () => threads({ fast: true }),
  blas: () => blas(),
}
let device

const names = (count) => Array.from({ length: count }, (_, i) => String(i))

function networkOf({ sizes, activation }) {
  const hidden = activation === 'relu' ? relu() : tanh()
  return network(
    sizes[0],
    sizes.slice(1).map((units, i) => (i === sizes.length - 2 ? dense(units) : dense(units, hidden))),
  )
}

function parametersOf(net, layers) {
  const values = layers.flatMap(({ W, b }) => [W, b])
  return Object.fromEntries(parameterShapes(net).map(({ name }, i) => [name, values[i]]))
}

export default {
  package: 'wigglenet',
  cannot(job) {
    try {
      device = devices[job.options.device]()
      return undefined
    } catch (error) {
      return error.message
    }
  },
  prepare(job) {
    const { sizes, rows, batch, rate, X, y } = job
    const net = networkOf(job)
    const parameters = parametersOf(net, job.layers)
    const binary = job.loss === 'binary-softmax'
    const loss = binary ? binarySoftmax() : softmax()
    const classes = names(binary ? 2 : sizes.at(-1))
    if (job.kind === 'inference') {
      const provenance = {
        library: '',
        seed: 1,
        options: {},
        data: { fingerprint: '', rows },
        epochs: 0,
        steps: 0,
        engine: { backend: 'wasm', features: [] },
      }
      const parts = { network: net, parameters, loss, task: 'classification', classes, provenance }
      const model = createModel(parts, { device })
      const scores = new Float32Array(rows * sizes.at(-1))
      return {
        predict() {
          model.scoresInto(X, scores)
          return scores
        },
      }
    }
    const data = { kind: 'data', task: 'classification', inputs: sizes[0], rows, X, y, targets: 1, classes }
    const optimizer = job.optimizer === 'adam' ? adam({ rate }) : gradientDescent({ rate })
    const run = trainer(net, data, { loss, optimizer, batch, shuffle: false, parameters, device })
    let last
    return {
      step: (count) => void (last = run.step(count)),
      loss: () => last.loss / last.rows,
      weights() {
        const all = run.parameters.names.map((name) => run.parameters.get(name))
        return job.layers.map((_, i) => ({ W: all[2 * i], b: all[2 * i + 1] }))
      },
    }
  },
}
