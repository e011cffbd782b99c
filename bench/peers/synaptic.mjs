// synaptic: writes code for each network, a line for each weight; an update for each row. Updates are not ours, so that it is only checked to
// learn the task. Its default output, a sigmoid, stays.
import synaptic from 'synaptic'
import { batchesOf, kept, oneHot } from './batches.mjs'

const { Architect, Neuron } = synaptic
const MOST_WEIGHTS = 20_000

export default {
  package: 'synaptic',
  cannot({ kind, optimizer, sizes }) {
    const weights = sizes.slice(1).reduce((sum, units, i) => sum + units * sizes[i], 0)
    if (optimizer === 'adam') return 'it has no Adam'
    if (kind === 'training' && weights <= MOST_WEIGHTS) return undefined
    return `it writes code for each weight, and ${weights.toLocaleString('en')} are too many`
  },
  prepare(job) {
    const { sizes, rate, X, y } = job
    const net = new Architect.Perceptron(...sizes)
    const squash = job.activation === 'relu' ? Neuron.squash.RELU : Neuron.squash.TANH
    for (const layer of net.layers.hidden) layer.set({ squash })
    const grid = [...net.layers.hidden, net.layers.output]
    job.layers.forEach(({ W, b, inputs }, i) => {
      grid[i].list.forEach((neuron, unit) => {
        neuron.bias = b[unit]
        Object.values(neuron.connections.inputs).forEach((connection, k) => (connection.weight = W[unit * inputs + k]))
      })
    })
    const classes = sizes.at(-1)
    const pattern = kept((row) => ({
      input: X.slice(row * sizes[0], (row + 1) * sizes[0]),
      output: oneHot(y, row, row + 1, classes),
    }))
    const next = batchesOf(job)
    return {
      step(count) {
        for (let i = 0; i < count; i++) {
          const { from, to } = next()
          for (let row = from; row < to; row++) {
            const { input, output } = pattern(row)
            net.activate(input)
            net.propagate(rate, output)
          }
        }
      },
      error() {
        let sum = 0
        for (let row = 0; row < job.batch; row++) {
          const { input, output } = pattern(row)
          net.activate(input).forEach((value, k) => (sum += (value - output[k]) ** 2))
        }
        return sum / job.batch
      },
    }
  },
}
