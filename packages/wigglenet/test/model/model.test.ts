import { describe, expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { DataError, NumberError, ShapeError, UnsupportedError } from '../../src/check/errors.ts'
import { examples } from '../../src/data/examples.ts'
import { images } from '../../src/data/images.ts'
import type { DataSet } from '../../src/data/types.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { createModel } from '../../src/model/model.ts'
import type { Model, ModelParts } from '../../src/model/types.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { binarySoftmax } from '../../src/network/losses/binary-softmax.ts'
import { binarySvm } from '../../src/network/losses/binary-svm.ts'
import { meanSquaredError } from '../../src/network/losses/mean-squared-error.ts'
import { network } from '../../src/network/network.ts'
import { prices, provenance, rich, table, twoClasses, twoPixels } from './parts.ts'

const oneOutput = {
  network: network(1, [dense(1)]),
  parameters: { 'scores.W': Float32Array.of(2), 'scores.b': Float32Array.of(-1) },
  loss: binarySoftmax(),
  task: 'classification',
  classes: ['no', 'yes'],
  provenance,
} as const satisfies ModelParts

/** (rows, 5) numbers in [-1, 1) */
const inputsOfRows = (rows: number) => Float32Array.from({ length: rows * 5 }, (_, i) => ((i * 37) % 64) / 32 - 1)

describe.each([['wasm', wasm] as const, ['reference', reference] as const])('on %s', (_, device) => {
  test('the label is that of the largest score, the first where several are equal', () => {
    const model = createModel(twoClasses, { device })
    const rows: number[][] = [
      [1, 2],
      [2, 1],
      [1, 1],
    ]
    expect(model.scores(rows)).toEqual(rows)
    expect(model.predict(rows)).toEqual(['yes', 'no', 'no'])
    expect(model.predict(Float32Array.of(1, 2, 2, 1))).toEqual(['yes', 'no'])
    expect(model.predict([])).toEqual([])
  })

  test('probabilities of softmax are 1/4 and 3/4 for scores 0 and ln 3, and finite for scores of ±1000', () => {
    const model = createModel(twoClasses, { device })
    const [quarters, sure] = model.probabilities([
      [0, 1.0986122886681098],
      [1000, -1000],
    ])
    expect(quarters![0]).toBeCloseTo(0.25, 7)
    expect(quarters![1]).toBeCloseTo(0.75, 7)
    expect(sure).toEqual([1, 0])
  })

  test('a single output above 0 is class 1; its probabilities are 1 - sigmoid and sigmoid', () => {
    const model = createModel(oneOutput, { device })
    expect(model.predict([[1], [0.5], [0]])).toEqual(['yes', 'no', 'no']) // scores 1, 0, -1
    const [first, second] = model.probabilities([[1], [0.5]])
    expect(first![0]).toBeCloseTo(0.2689414213699951, 15)
    expect(first![1]).toBeCloseTo(0.7310585786300049, 15)
    expect(second).toEqual([0.5, 0.5])
  })

  test('a regression of a table predicts in the unit of its target, from objects and from arrays', () => {
    const model = createModel(prices, { device })
    expect(
      model.predict([
        { size: 12, colour: 'blue', unused: 1 },
        { colour: 'red', size: null },
      ]),
    ).toEqual([325, 175])
    expect(
      model.predict([
        [12, 'blue'],
        [8, 'red'],
      ]),
    ).toEqual([325, 175])
    expect(model.scores([[12, 'blue']])).toEqual([[4.5]])
  })

  test('several targets are a list for each row', () => {
    const { classes: _, ...parts } = twoClasses
    const model = createModel({ ...parts, loss: meanSquaredError(), task: 'regression' }, { device })
    expect(model.predict([[1, 2]])).toEqual([[1, 2]])
  })

  test('images are predicted from pixels of 0 to 255, as rows and as bytes', () => {
    const model = createModel(twoPixels, { device })
    expect(
      model.predict([
        [51, 255],
        [255, 0],
      ]),
    ).toEqual(['yes', 'no'])
    expect(model.predict(Uint8Array.of(51, 255, 255, 0))).toEqual(['yes', 'no'])
    expect(model.scores([[51, 255]])[0]![0]).toBeCloseTo(0.2, 7)
    expect(model.scores([[51, 255]])[0]![1]).toBe(0.75)
  })

  test('a row has the same scores alone and among 300 others, bit for bit', () => {
    const model = createModel(rich, { device })
    const X = inputsOfRows(300)
    const out = new Float32Array(300 * 3)
    model.scoresInto(X, out)
    const alone = Float32Array.from({ length: 900 }, (_, i) => {
      const row = Math.floor(i / 3)
      return model.scores(X.slice(row * 5, row * 5 + 5))[0]![i % 3]!
    })
    expect(out).toEqual(alone)
    expect(new Set(out).size).toBeGreaterThan(100)
  })
})

describe('evaluate', () => {
  test('of a classifier gives accuracy, confusion and mean loss as computed by hand', () => {
    const result = evaluate(
      createModel(twoClasses),
      examples({
        X: [
          [1, 2],
          [2, 1],
          [1, 1],
        ],
        y: ['yes', 'no', 'yes'],
      }),
    )
    const { loss, ...rest } = result
    expect(loss).toBeCloseTo(0.439890185080669, 6) // (2·ln(1 + 1/e) + ln 2) / 3
    expect(rest).toEqual({
      rows: 3,
      accuracy: 2 / 3,
      confusion: [
        [1, 0],
        [1, 1],
      ],
    })
  })

  test('of a regression gives errors in the unit of the target', () => {
    const data: DataSet = {
      kind: 'data',
      task: 'regression',
      inputs: 3,
      rows: 2,
      X: Float32Array.of(1, 0, 1, 0, 1, 0), // 325 and 225
      y: Float32Array.of(4.5, 2.1), // 325 and 205
      targets: 1,
      preprocessing: structuredClone(table), // as after a file
    }
    const result = evaluate(createModel(prices), data)
    expect(result.rows).toBe(2)
    expect(result.loss).toBeCloseTo(0.08, 6) // (0² + 0.4²) / 2
    expect(result.meanAbsoluteError).toBeCloseTo(10, 4)
    expect(result.rootMeanSquaredError).toBeCloseTo(Math.sqrt(200), 4)
    expect(result.rSquared).toBeCloseTo(1 - 400 / 7200, 6)
    expect(result.accuracy).toBeUndefined()
  })

  test('of two targets averages their R²', () => {
    const { classes: _, ...parts } = twoClasses
    const model = createModel({ ...parts, loss: meanSquaredError(), task: 'regression' })
    const data = examples({
      X: [
        [1, 5],
        [3, 5],
      ],
      y: [
        [1, 4],
        [3, 8],
      ],
      task: 'regression',
    })
    expect(evaluate(model, data).rSquared).toBeCloseTo((1 + (1 - 10 / 8)) / 2, 12)
    expect(evaluate(model, data).meanAbsoluteError).toBe(1) // 0, 1, 0, 3
  })

  test('images stay bytes on their way to the backend', () => {
    const seen: unknown[] = []
    const device: Backend = {
      ...wasm,
      prepare(plan) {
        const execution = wasm.prepare(plan)
        return {
          ...execution,
          setData(slot, data) {
            seen.push(data.X)
            execution.setData(slot, data)
          },
        }
      },
    }
    const labels = Uint8Array.of(1, 0, 1)
    const data = images({
      pixels: Uint8Array.of(51, 255, 255, 0, 255, 255),
      labels,
      shape: [1, 1, 2],
      scaling: twoPixels.preprocessing as never,
    })
    expect(evaluate(createModel(twoPixels), data, { device })).toMatchObject({ rows: 3, accuracy: 2 / 3 })
    expect(seen).toEqual([data.X])
    expect(seen[0]).toBeInstanceOf(Uint8Array)
  })
})

describe('what does not fit is refused', () => {
  const messageOf = (body: () => unknown, kind: new (complaint: never) => Error): string => {
    try {
      body()
    } catch (error) {
      expect(error).toBeInstanceOf(kind)
      return (error as Error).message
    }
    return 'no error'
  }
  const fix = 'Give every parameter that parameterShapes lists, in its shape.'
  const W = twoClasses.parameters['scores.W']
  const b = twoClasses.parameters['scores.b']
  test.each<[Partial<ModelParts>, new (complaint: never) => Error, string]>([
    [
      { parameters: { 'scores.W': W } },
      ShapeError,
      `createModel: parameters['scores.b'] must hold 2 numbers, shape (2); got none. ${fix}`,
    ],
    [
      { parameters: { 'scores.W': b, 'scores.b': b } },
      ShapeError,
      `createModel: parameters['scores.W'] must hold 4 numbers, shape (2, 2); got 2. ${fix}`,
    ],
    [
      { parameters: { ...twoClasses.parameters, 'h1.W': W } },
      ShapeError,
      'createModel: parameters must be those of the network; got "h1.W" too. Remove it.',
    ],
    [
      { parameters: { 'scores.W': W, 'scores.b': Float32Array.of(0, Number.NaN) } },
      NumberError,
      "createModel: parameters['scores.b'] must hold finite numbers; got NaN at index 1. Correct that number.",
    ],
    [
      { loss: meanSquaredError() },
      DataError,
      'loss mean-squared-error: the data must be of regression; got data of classification. Use softmax for classes, mean-squared-error for numbers.',
    ],
    [
      { preprocessing: { ...table, target: { kind: 'class', name: 'price', classes: ['no', 'yes'] } } },
      ShapeError,
      'createModel: the network must have 3 inputs, as many as the preprocessing gives; got 2. Give the preprocessing of the training data.',
    ],
    [
      { preprocessing: { ...table, target: { kind: 'class', name: 'price', classes: ['yes', 'no'] } } },
      DataError,
      'createModel: classes must be ["yes", "no"], those of the preprocessing; got ["no", "yes"]. Give the classes of the training data.',
    ],
    [
      { task: 'regression', loss: meanSquaredError() },
      DataError,
      'createModel: classes must be left out in regression; got ["no", "yes"]. Give the classes of the training data.',
    ],
  ])('among the parts: %j', (change, kind, message) => {
    expect(messageOf(() => createModel({ ...twoClasses, ...change } as ModelParts), kind)).toBe(message)
  })

  const model: Model = createModel(twoClasses)
  const ofTable = createModel(prices)
  test.each<[string, () => unknown, new (complaint: never) => Error, string]>([
    [
      'a row that is too wide',
      () => model.predict([[1, 2, 3]]),
      ShapeError,
      'predict: rows[0] must have 2 numbers; got 3. Give every row the same columns, in the same order.',
    ],
    [
      'one row instead of a list of rows',
      () => model.predict({ x: 1, y: 2 } as never),
      ShapeError,
      'predict: rows must be a list of rows; got { x, y }. Give whole rows.',
    ],
    [
      'a flat array that ends within a row',
      () => model.scores(new Float32Array(3)),
      ShapeError,
      'scores: rows must have a multiple of 2 numbers; got Float32Array(3). Give whole rows.',
    ],
    [
      'a flat array for a table',
      () => ofTable.predict(new Float32Array(3)),
      ShapeError,
      'predict: rows must be a list of rows, as the model has columns; got Float32Array(3). Give whole rows.',
    ],
    [
      'a category that training did not have',
      () => ofTable.predict([[10, 'green']]),
      DataError,
      'predict: "colour" of rows[0] must be one of red, blue; got "green". Give a category seen in training.',
    ],
    [
      'room for too few scores',
      () => model.scoresInto(new Float32Array(4), new Float32Array(2)),
      ShapeError,
      'scoresInto: X must have rows x 2 numbers and out rows x 2; got Float32Array(4) and Float32Array(2). Give whole rows.',
    ],
    [
      'probabilities of a hinge loss',
      () => createModel({ ...oneOutput, loss: binarySvm() }).probabilities([[1]]),
      UnsupportedError,
      'probabilities: the loss must be softmax or binary-softmax, since no other gives probabilities; got binary-svm. Use scores, or train with softmax.',
    ],
    [
      'a preprocessing that came from JSON unchecked',
      () => createModel({ ...prices, preprocessing: JSON.parse(JSON.stringify(table)) }),
      DataError,
      'createModel: the preprocessing must be one that fitPreprocessing or images makes; got { kind, features, target }. Read it from JSON with preprocessingFromData.',
    ],
    [
      'data of another width',
      () => evaluate(model, examples({ X: [[1], [2]], y: ['no', 'yes'] }) as DataSet),
      ShapeError,
      'evaluate: the data must have 2 inputs, the width of the network; got 1. Give data of that width, or start with network(1, …).',
    ],
    [
      'data of other classes',
      () =>
        evaluate(
          model,
          examples({
            X: [
              [1, 2],
              [2, 1],
            ],
            y: ['a', 'b'],
          }),
        ),
      DataError,
      'evaluate: the classes must be ["no", "yes"]; got ["a", "b"]. Give `classes` when the data are made.',
    ],
    [
      'data of another task',
      () =>
        evaluate(
          model,
          examples({
            X: [
              [1, 2],
              [2, 1],
            ],
            y: [0.5, 1.5],
          }),
        ),
      DataError,
      'evaluate: the data must be of classification; got regression. Give data of the same task as in training.',
    ],
    [
      'images scaled in another way than in training',
      () =>
        evaluate(
          createModel(twoPixels),
          images({
            pixels: Uint8Array.of(0, 1, 2, 3),
            labels: Uint8Array.of(0, 1),
            shape: [1, 1, 2],
            classes: ['no', 'yes'],
          }),
        ),
      DataError,
      "evaluate: the data must be made with the model's preprocessing; got data made with another. Make the data with model.preprocessing.",
    ],
  ])('%s', (_, body, kind, message) => {
    expect(messageOf(body, kind)).toBe(message)
  })
})

test('a model is frozen, and later changes to the arrays that it was made of do not reach it', () => {
  const W = Float32Array.of(1, 0, 0, 1)
  const model = createModel({ ...twoClasses, parameters: { ...twoClasses.parameters, 'scores.W': W } })
  W.fill(0)
  expect(model.scores([[3, 4]])).toEqual([[3, 4]])
  expect(Object.isFrozen(model) && Object.isFrozen(model.provenance.options) && Object.isFrozen(model.classes)).toBe(
    true,
  )
})

test("rows of a literal width that is not the model's do not compile; widths known at run time do", () => {
  const model = createModel(twoClasses)
  expect(model.scores([[1, 2]])).toEqual([[1, 2]])
  const rows: number[][] = [[1, 2]]
  expect(model.scores(rows)).toEqual([[1, 2]])
  // @ts-expect-error 3 is not 2
  expect(() => model.predict([[1, 2, 3]])).toThrow(ShapeError)
  const any: Model = model
  expect(any.predict([[1, 2]])).toEqual(['yes'])
})
