// brain.js 2 beta, its part in plain JavaScript: one activation for all layers, the output too, squared error, an update for each row. Updates
// are not ours, so that it is only checked to learn the task.
import { NeuralNetwork } from 'brain.js'
import { batchesOf, kept, oneHot } from './batches.mjs'

export default {
  package: 'brain.js',
  cannot: () => undefined,
  prepare(job) {
    const { sizes, rate, X, y } = job
    const net = new NeuralNetwork({ activation: job.activation })
    net.updateTrainingOptions({
      activation: job.activation,
      learningRate: rate,
      ...(job.optimizer === 'adam' ? { praxis: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } : {}),
    })
    net.sizes = [...sizes]
    net.initialize()
    job.layers.forEach(({ W, b, inputs }, i) => {
      net.weights[i + 1].forEach((row, unit) => row.set(W.subarray(unit * inputs, (unit + 1) * inputs)))
      net.biases[i + 1].set(b)
    })
    const classes = sizes.at(-1)
    const pattern = kept((row) => ({
      input: X.slice(row * sizes[0], (row + 1) * sizes[0]),
      output: job.kind === 'training' ? oneHot(y, row, row + 1, classes) : undefined,
    }))
    if (job.kind === 'inference') {
      const scores = new Float32Array(job.rows * classes)
      return {
        squash: 'relu',
        predict() {
          for (let row = 0; row < job.rows; row++) scores.set(net.runInput(pattern(row).input), row * classes)
          return scores
        },
      }
    }
    const next = batchesOf(job)
    return {
      step(count) {
        for (let i = 0; i < count; i++) {
          const { from, to } = next()
          for (let row = from; row < to; row++) net.trainPattern(pattern(row))
        }
      },
      error() {
        let sum = 0
        for (let row = 0; row < job.batch; row++) {
          const { input, output } = pattern(row)
          net.runInput(input).forEach((value, k) => (sum += (value - output[k]) ** 2))
        }
        return sum / job.batch
      },
    }
  },
}
