import { nn, numpy as np } from '@jax-js/jax'

const weights = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i) / 30)
const matrix = (rows, columns) => np.array(weights(rows * columns)).reshape([rows, columns])
const h = nn.relu(np.matmul(matrix(1, 784), matrix(128, 784).transpose()).add(np.array(weights(128))))
const scores = np.matmul(h, matrix(10, 128).transpose()).add(np.array(weights(10)))
process.stdout.write(scores.dataSync().join(' '))
