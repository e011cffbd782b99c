// An activation of one's own is a formula: it is checked, differentiated and compiled like the built-in ones, and travels in the model.
import {
  activation,
  dense,
  drawParameter,
  fit,
  gradcheck,
  modelFromBytes,
  modelToBytes,
  network,
  parameterShapes,
  spiral,
} from 'wigglenet'

const swish = activation('swish', { beta: { interval: '(0, ∞)', default: 1 } }, { value: 'z * sigmoid(beta * z)' })
console.log(`derived: ${swish().formula.derivative}`)

const net = network(2, [dense(20, swish()), dense(3)])
const data = spiral({ classes: 3, seed: 1 })
const parameters = Object.fromEntries(parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, 1, i)]))
const check = gradcheck(net, parameters, { data, loss: 'softmax' })
console.log(`gradients agree with differences: ${check.ok}`)

const model = await fit(net, data, { epochs: 150, batch: 10, seed: 1 }).model
const again = modelFromBytes(modelToBytes(model))
const row: [number, number][] = [[0.1, 0.4]]
console.log(
  `after saving and loading: ${again.predict(row)[0] === model.predict(row)[0] ? 'the same prediction' : 'another prediction'}`,
)
