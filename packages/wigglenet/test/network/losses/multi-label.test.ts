import { describe, expect, test } from 'vitest'
import {
  adam,
  dense,
  evaluateLabels,
  examples,
  fit,
  joint,
  labelRows,
  labelsAbove,
  lossAndGradients,
  lossFromData,
  modelFromBytes,
  modelToBytes,
  multiLabel,
  network,
  reference,
  relu,
  spiral,
  wasm,
} from '../../../src/index.ts'

const names = ['left', 'high', 'far']
/** Points of the plane: which of the labels hold is told by x < 0, y > 0, and x² + y² > 1. */
const points = (rows: number, shift: number) => {
  const X = Array.from({ length: rows }, (_, i) => [2 * Math.sin(7 * i + shift), 2 * Math.cos(11 * i * i)] as const)
  const lists = X.map(([x, y]) => names.filter((_, k) => [x < 0, y > 0, x * x + y * y > 1][k]))
  return { X, lists, data: examples({ X, y: labelRows(names, lists), task: 'regression' }) }
}

describe.each([
  [reference, 1e-14],
  [wasm, 1e-6],
] as const)('on $name', (device, tolerance) => {
  test('the loss is the mean over the labels of the log of what was thought of the truth, by hand', () => {
    const net = network(3, [dense(3)])
    const parameters = { 'scores.W': [1, 0, 0, 0, 1, 0, 0, 0, 1], 'scores.b': [0, Math.log(3), -Math.log(3)] }
    const data = examples({ X: [[0, 0, 0]], y: [[1, 1, 1]], task: 'regression' })
    const { loss, gradients } = lossAndGradients(net, parameters, { data, loss: multiLabel(names), device })
    expect(Math.abs(loss - (Math.log(2) + Math.log(4 / 3) + Math.log(4)) / 3)).toBeLessThanOrEqual(10 * tolerance)
    ;[-1 / 2, -1 / 4, -3 / 4].forEach((slope, k) => {
      expect(Math.abs(gradients['scores.b']![k]! - slope / 3)).toBeLessThanOrEqual(tolerance)
    })
  })

  test('it is that of joint with as many labels', () => {
    const { data } = points(20, 1)
    const net = network(2, [dense(3)])
    const parameters = { 'scores.W': [1, 2, 3, -1, 0.5, 0], 'scores.b': [0.1, 0, -1] }
    const by = (loss: ReturnType<typeof joint> | ReturnType<typeof multiLabel>) =>
      lossAndGradients(net, parameters, { data, loss, device })
    expect(by(multiLabel(names))).toEqual(by(joint([{ loss: 'binary-softmax', columns: 3 }])))
  })
})

describe('a model of several labels', async () => {
  const train = points(400, 0)
  const test_ = points(300, 0.5)
  const net = network(2, [dense(24, relu()), dense(3)])
  const model = await fit(net, train.data, {
    loss: multiLabel(names),
    epochs: 60,
    optimizer: adam({ rate: 0.01 }),
    seed: 1,
  }).model

  test('tells the names of the labels above a threshold, also after it was saved', () => {
    const row = [-1.8, 1.2] as const
    expect(labelsAbove(model, [row, [0.4, -0.3]])).toEqual([['left', 'high', 'far'], []])
    const again = modelFromBytes(modelToBytes(model))
    expect(again.loss).toEqual(multiLabel(names))
    expect(labelsAbove(again as never, [row])).toEqual([['left', 'high', 'far']])
    const [p] = model.predict([row]) as number[][]
    expect(labelsAbove(model, [row], p)).toEqual([[]]) // none is above itself
    expect(labelsAbove(model, [row], [0, p![1]!, 0])).toEqual([['left', 'far']])
  })

  test('is judged by what it tells of rows that it has not seen', () => {
    const { names: told, labels, micro, hammingLoss, subsetAccuracy } = evaluateLabels(model, test_.data)
    expect(told).toEqual(names)
    expect(labels.map(({ rows }) => rows)).toEqual(
      names.map((name) => test_.lists.filter((list) => list.includes(name)).length),
    )
    const right = labelsAbove(model, test_.X).filter((list, i) => list.join() === test_.lists[i]!.join()).length
    expect(subsetAccuracy).toBe(right / 300)
    expect(micro.f1).toBeGreaterThan(0.95)
    expect(hammingLoss).toBeLessThan(0.05)
    const all = evaluateLabels(model, test_.data, { threshold: 0 })
    expect(all.micro.recall).toBe(1)
  })

  test('with one label has one number a row', async () => {
    const data = examples({ X: train.X, y: train.X.map(([x]) => [x < 0 ? 1 : 0]), task: 'regression' })
    const one = await fit(network(2, [dense(1)]), data, {
      loss: multiLabel(['left']),
      epochs: 30,
      optimizer: adam({ rate: 0.01 }),
      seed: 1,
    }).model
    expect(
      labelsAbove(one, [
        [-2, 0],
        [2, 0],
      ]),
    ).toEqual([['left'], []])
  })

  test('what does not fit is refused', async () => {
    const other = await fit(network(2, [dense(2)]), spiral({ classes: 2, seed: 1 }), { epochs: 1 }).model
    const refused: [() => unknown, string][] = [
      [
        () => multiLabel([]),
        "multiLabel: labels must be a list of one or more different names; got []. Name each label once, as in multiLabel(['sea', 'sky']).",
      ],
      [
        () => multiLabel(['a', 'a']),
        'multiLabel: labels must be a list of one or more different names; got ["a", "a"]. Name each label once, as in multiLabel([\'sea\', \'sky\']).',
      ],
      [
        () => labelRows(['a'], ['a'] as never),
        'labelRows: row 0 must be a list of labels; got "a". Write it as in [\'sea\'].',
      ],
      [
        () => labelRows(['a'], undefined as never),
        'labelRows: there must be a list of labels for each row; got undefined. Give a list of lists.',
      ],
      [
        () => labelRows(['a'], [['a'], ['b']]),
        'labelRows: labels must be some of a; got "b" in row 1. Correct it, or add its name.',
      ],
      [
        () => fit(net, train.data, { loss: multiLabel(['a', 'b']) }),
        'multiLabel: the network must have 2 outputs, one for each label; got 3. Give the last layer 2 units.',
      ],
      [
        () => fit(net, { ...train.data, y: train.data.y.map((y) => y / 2) }, { loss: multiLabel(names) }),
        'loss multi-label, binary-softmax: every target must be 0 or 1; got 0.5. Give 1 where the label holds, else 0.',
      ],
      [
        () => labelsAbove(other, [[0, 0]]),
        'labelsAbove: the model must have labels: its loss must be multiLabel(); got "softmax". Use predict, or train with multiLabel.',
      ],
      [
        () => labelsAbove(model, [[0, 0]], 1),
        'labelsAbove: threshold must be a number in [0, 1); got 1. Give threshold a value in [0, 1).',
      ],
      [
        () => labelsAbove(model, [[0, 0]], [0.5]),
        'labelsAbove: threshold must be one number, or 3, one for each label; got 1. Give one for each label.',
      ],
      [
        () => evaluateLabels(other, test_.data),
        'evaluateLabels: the model must have labels: its loss must be multiLabel(); got "softmax". Use predict, or train with multiLabel.',
      ],
    ]
    for (const [make, message] of refused) expect(make).toThrow(expect.objectContaining({ message }))
    expect(lossFromData(JSON.parse(JSON.stringify(multiLabel(names))))).toEqual(multiLabel(names))
    expect(() => lossFromData({ ...multiLabel(names), labels: [3] })).toThrow('multiLabel: labels must be a list')
  })
})
