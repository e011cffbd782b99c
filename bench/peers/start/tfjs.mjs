import * as tf from '@tensorflow/tfjs'

const weights = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i) / 30)
await tf.setBackend('cpu')
const x = tf.tensor2d(weights(784), [1, 784])
const h = tf.relu(tf.add(tf.matMul(x, tf.tensor2d(weights(128 * 784), [128, 784]), false, true), weights(128)))
const scores = tf.add(tf.matMul(h, tf.tensor2d(weights(10 * 128), [10, 128]), false, true), weights(10))
process.stdout.write(scores.dataSync().join(' '))
