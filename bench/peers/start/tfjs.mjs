import * as tf from '@tensorflow/tfjs'

function weights(length) {
  const values = new Float32Array(length)
  for (let i = 0; i < 17; i++) values[i] = ((i * 7) % 17) / 100 - 0.08
  for (let done = 17; done < length; done *= 2) values.copyWithin(done, 0, done)
  return values
}
await tf.setBackend('cpu')
const x = tf.tensor2d(weights(784), [1, 784])
const h = tf.relu(tf.add(tf.matMul(x, tf.tensor2d(weights(128 * 784), [128, 784]), false, true), weights(128)))
const scores = tf.add(tf.matMul(h, tf.tensor2d(weights(10 * 128), [10, 128]), false, true), weights(10))
process.stdout.write(scores.dataSync().join(' '))
