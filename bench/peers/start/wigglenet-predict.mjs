// The program of wigglenet.mjs by the entry for predicting alone; a copy, since a file that both import would be timed too.
import { createModel, dense, network, relu, softmax } from 'wigglenet/predict'

function weights(length) {
  const values = new Float32Array(length)
  for (let i = 0; i < 17; i++) values[i] = ((i * 7) % 17) / 100 - 0.08
  for (let done = 17; done < length; done *= 2) values.copyWithin(done, 0, done)
  return values
}
const model = createModel({
  network: network(784, [dense(128, relu()), dense(10)]),
  parameters: {
    'h1.W': weights(128 * 784),
    'h1.b': weights(128),
    'scores.W': weights(10 * 128),
    'scores.b': weights(10),
  },
  loss: softmax(),
  task: 'classification',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  provenance: {
    library: '0.1.0',
    seed: 1,
    options: {},
    data: { fingerprint: '', rows: 0 },
    epochs: 0,
    steps: 0,
    engine: { backend: 'wasm', features: [] },
  },
})
const scores = new Float32Array(10)
model.scoresInto(weights(784), scores)
process.stdout.write(scores.join(' '))
