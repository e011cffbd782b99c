// convnetjs 0.3.0, the version on npm: float64, one row at a time, an update for each batch.
import convnetjs from 'convnetjs'
import { batchesOf, kept } from './batches.mjs'

const { Net, Trainer, Vol } = convnetjs

export default {
  package: 'convnetjs',
  cannot({ kind, optimizer, loss }) {
    if (kind === 'inference') return undefined
    if (optimizer === 'adam') return 'its release on npm has no Adam'
    return loss === 'softmax' ? undefined : 'it has no loss for a single output that is a class'
  },
  prepare(job) {
    const { sizes, batch, rate, X, y } = job
    const net = new Net()
    net.makeLayers([
      { type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] },
      ...sizes.slice(1, -1).map((units) => ({ type: 'fc', num_neurons: units, activation: job.activation })),
      { type: 'softmax', num_classes: sizes.at(-1) },
    ])
    const full = net.layers.filter((layer) => layer.layer_type === 'fc')
    full.forEach((layer, i) => {
      const { W, b, inputs } = job.layers[i]
      layer.filters.forEach((filter, unit) => {
        for (let k = 0; k < inputs; k++) filter.w[k] = W[unit * inputs + k]
      })
      layer.biases.w.set(b)
    })
    const volumeOf = kept((row) => {
      const volume = new Vol(1, 1, sizes[0], 0)
      volume.w.set(X.subarray(row * sizes[0], (row + 1) * sizes[0]))
      return volume
    })
    if (job.kind === 'inference') {
      const scores = new Float32Array(job.rows * sizes.at(-1))
      return {
        predict() {
          for (let row = 0; row < job.rows; row++) {
            net.forward(volumeOf(row), false)
            scores.set(full.at(-1).out_act.w, row * sizes.at(-1))
          }
          return scores
        },
      }
    }
    const trainer = new Trainer(net, {
      method: 'sgd',
      momentum: 0,
      learning_rate: rate,
      batch_size: batch,
      l2_decay: 0,
    })
    const next = batchesOf(job)
    let loss = 0
    return {
      step(count) {
        for (let i = 0; i < count; i++) {
          const { from, to, rows } = next()
          trainer.batch_size = rows
          trainer.k = 0
          loss = 0
          for (let row = from; row < to; row++) loss += trainer.train(volumeOf(row), y[row]).cost_loss / rows
        }
      },
      loss: () => loss,
      weights: () => full.map(({ filters, biases }) => ({ W: filters.flatMap(({ w }) => Array.from(w)), b: biases.w })),
    }
  },
}
