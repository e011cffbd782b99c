// What regularization alone does to the weights of one neuron.
import {
  binarySoftmax,
  blobs,
  type DataSet,
  dense,
  gradientDescent,
  type Model,
  network,
  trainer,
  weightHalfLife,
} from 'wigglenet'

/** Trains a neuron on rows that say nothing, until its weights have halved. */
export function forget(model: Model, rate: number, l2: number) {
  const silent: DataSet = { ...blobs({ classes: 2, rows: 8, noise: 0, seed: 1 }), X: new Float32Array(16) }
  const run = trainer(network(2, [dense(1)]), silent as DataSet<2>, {
    parameters: model.parameters,
    loss: binarySoftmax(),
    optimizer: gradientDescent({ rate }),
    l2,
    batch: 8,
  })
  const length = () => Math.hypot(...run.parameters.get('scores.W'))
  const first = length()
  const course: [number, number][] = []
  let [steps, last, rises, next] = [0, first, 0, 1]
  while (last > first / 2) {
    run.step(1)
    steps++
    const now = length()
    if (now >= last) rises++
    last = now
    if (steps >= next || now <= first / 2) {
      course.push([steps, now / first])
      next = Math.ceil(steps * 1.15)
    }
  }
  return { steps, rises, course, predicted: weightHalfLife(rate, l2) }
}
