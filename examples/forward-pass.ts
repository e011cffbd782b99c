// The text's own example: the forward pass of a 3-layer network with three inputs, two hidden layers of 4 units and one output,
// written as three matrix products by hand, and as a network. Both give the same number.
import {
  dense,
  describe,
  lossAndGradients,
  network,
  neuron,
  parameterShapes,
  randomStream,
  reference,
  sigmoid,
  streams,
} from 'wigglenet'

const net = network(3, [dense(4, sigmoid()), dense(4, sigmoid()), dense(1)])
console.log(describe(net).text)

// W1, b1, W2, b2, W3, b3: each unit's weights are a row of its layer's W.
const random = randomStream(1, streams.weights)
const parameters = Object.fromEntries(
  parameterShapes(net).map(({ name, shape }) => {
    const count = shape.reduce((product, size) => product * size, 1)
    return [name, Float64Array.from({ length: count }, () => random.normal())]
  }),
)
const x = [random.normal(), random.normal(), random.normal()]

// By hand, in the text's words: f(W·x + b), neuron by neuron.
const f = sigmoid().value
const layer = (name: string, inputs: readonly number[], activation = f) =>
  Array.from(parameters[`${name}.b`]!, (bias, unit) => {
    const weights = parameters[`${name}.W`]!.slice(unit * inputs.length, (unit + 1) * inputs.length)
    return activation(weights.reduce((sum, weight, k) => sum + weight * inputs[k]!, 0) + bias)
  })
const h1 = layer('h1', x)
const h2 = layer('h2', h1)
const out = layer('scores', h2, (sum) => sum)
console.log(`by hand:    ${out[0]!.toFixed(12)}`)

// The same as a network: one row, on the float64 backend.
const data = {
  kind: 'data',
  task: 'regression',
  inputs: 3,
  rows: 1,
  X: Float32Array.from(x),
  y: new Float32Array(1),
  targets: 1,
} as const
const { scores } = lossAndGradients(net, parameters, { data, loss: 'mean-squared-error', device: reference })
console.log(`as network: ${scores[0]!.toFixed(6)} (x rounded to float32)`)

// And the first hidden unit alone, as the text's neuron.
const first = neuron(Array.from(parameters['h1.W']!.slice(0, 3)), parameters['h1.b']![0]!, sigmoid())
console.log(`firing rate of the first neuron: ${first.forward(x).toFixed(6)}`)
