// @tensorflow/tfjs: variables, its own losses and optimizers, on its cpu and its wasm backend.

import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { batchesAs, oneHot } from './batches.mjs'

export default {
  package: '@tensorflow/tfjs',
  async setup({ backend }) {
    if (backend === 'wasm') {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
      const built = dirname(
        createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
      )
      setWasmPaths(built + sep)
    }
    if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} did not start`)
  },
  cannot: () => undefined,
  prepare(job) {
    const { sizes, rate, X, y } = job
    const layers = job.layers.map(({ W, b, units, inputs }) => ({
      W: tf.variable(tf.tensor2d(W, [units, inputs]).transpose()),
      b: tf.variable(tf.tensor1d(b)),
    }))
    const hidden = job.activation === 'relu' ? tf.relu : tf.tanh
    const scores = (input) =>
      layers.reduce((h, { W, b }, i) => {
        const z = tf.add(tf.matMul(h, W), b)
        return i === layers.length - 1 ? z : hidden(z)
      }, input)
    if (job.kind === 'inference') {
      return { predict: () => tf.tidy(() => scores(tf.tensor2d(X, [job.rows, sizes[0]])).dataSync()) }
    }
    const optimizer = job.optimizer === 'adam' ? tf.train.adam(rate, 0.9, 0.999, 1e-8) : tf.train.sgd(rate)
    const lossOf = job.loss === 'softmax' ? tf.losses.softmaxCrossEntropy : tf.losses.sigmoidCrossEntropy
    const next = batchesAs(job, ({ from, to }) => ({
      x: tf.tensor2d(X.slice(from * sizes[0], to * sizes[0]), [to - from, sizes[0]]),
      wanted: tf.tensor2d(oneHot(y, from, to, sizes.at(-1)), [to - from, sizes.at(-1)]),
    }))
    let loss
    return {
      step(count) {
        for (let i = 0; i < count; i++) {
          const { x, wanted } = next()
          loss?.dispose()
          loss = tf.tidy(() => optimizer.minimize(() => lossOf(wanted, scores(x)), true))
        }
        loss.dataSync()
      },
      loss: () => loss.dataSync()[0],
      weights: () => layers.map(({ W, b }) => ({ W: W.transpose().dataSync(), b: b.dataSync() })),
    }
  },
}
