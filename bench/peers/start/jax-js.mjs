import { nn, numpy as np } from '@jax-js/jax'

function weights(length) {
  const values = new Float32Array(length)
  for (let i = 0; i < 17; i++) values[i] = ((i * 7) % 17) / 100 - 0.08
  for (let done = 17; done < length; done *= 2) values.copyWithin(done, 0, done)
  return values
}
const matrix = (rows, columns) => np.array(weights(rows * columns)).reshape([rows, columns])
const h = nn.relu(np.matmul(matrix(1, 784), matrix(128, 784).transpose()).add(np.array(weights(128))))
const scores = np.matmul(h, matrix(10, 128).transpose()).add(np.array(weights(10)))
process.stdout.write(scores.dataSync().join(' '))
