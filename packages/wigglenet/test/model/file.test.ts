import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { DataError } from '../../src/check/errors.ts'
import { modelFromBytes, modelToBytes } from '../../src/model/file.ts'
import { createModel } from '../../src/model/model.ts'
import { decodeSafetensors, encodeSafetensors, type SavedTensor } from '../../src/model/safetensors.ts'
import type { ModelParts } from '../../src/model/types.ts'
import { prices, rich, twoClasses, twoPixels } from './parts.ts'

const again = (parts: ModelParts) => modelFromBytes(modelToBytes(createModel(parts)))

/** The message of the error that these bytes give; any other exception fails the test. */
function messageOf(bytes: Uint8Array): string {
  try {
    modelFromBytes(bytes, 'loadModel: a.safetensors')
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    expect(error.name, 'an error of another kind keeps nothing of its name').toBe('DataError')
    return error.message
  }
  return 'no error'
}

/** The file of a model with some of its metadata or tensors changed. */
function changed(
  parts: ModelParts,
  metadata: Readonly<Record<string, string | undefined>>,
  tensors = (list: SavedTensor[]): readonly SavedTensor[] => list,
): Uint8Array {
  const saved = decodeSafetensors(modelToBytes(parts), 'changed')
  const texts = Object.entries({ ...saved.metadata, ...metadata }).filter((entry) => entry[1] !== undefined)
  return encodeSafetensors(tensors([...saved.tensors.values()]), Object.fromEntries(texts) as Record<string, string>)
}

/** The value with the field at this path set to another one. */
function withField(value: unknown, [key, ...rest]: readonly (string | number)[], field: unknown): unknown {
  if (key === undefined) return field
  const copy = structuredClone(value) as Record<string | number, unknown>
  copy[key] = withField(copy[key], rest, field)
  return copy
}

describe('what was saved comes back', () => {
  test.each([
    ['every kind of layer', rich],
    ['a table', prices],
    ['images', twoPixels],
    ['no preprocessing', twoClasses],
  ])('%s: equal parts, and saving again gives the same bytes', (_, parts: ModelParts) => {
    const bytes = modelToBytes(createModel(parts))
    const model = modelFromBytes(bytes)
    expect(modelToBytes(model)).toEqual(bytes)
    for (const [name, value] of Object.entries(parts)) expect(model[name as keyof ModelParts], name).toEqual(value)
  })

  test("with maxout, a learned slope and a formula of the user's own, scores are the same bits", () => {
    const X = Float32Array.from({ length: 20 * 5 }, (_, i) => ((i * 37) % 64) / 32 - 1)
    const before = createModel(rich).scores(X)
    const model = again(rich)
    expect(model.scores(X)).toEqual(before)
    expect(new Set(before.flat()).size).toBeGreaterThan(30)
    const formulas = model.network.nodes.map((node) =>
      node.kind === 'dense' ? node.activation.formula.value : node.kind,
    )
    expect(formulas[3]).toContain('sin(pitch * z)')
    expect(formulas[1]).toBe('maxout')
  })

  test('normalization, order of the features and label names survive', () => {
    expect(again(prices).predict([[12, 'blue']])).toEqual([325])
    expect(again(prices).predict([{ colour: 'blue', size: 12 }])).toEqual([325])
    expect(again(twoPixels).predict([[51, 255]])).toEqual(['yes'])
  })

  test('on the device that is asked for', () => {
    const model = modelFromBytes(modelToBytes(prices), 'here', { device: reference })
    expect(model.predict([[12, 'blue']])).toEqual([325])
  })

  test('a weight that is NaN is refused before it is written, since the file could not be loaded', () => {
    const parameters = { ...twoClasses.parameters, 'scores.b': Float32Array.of(Number.NaN, 0) }
    expect(() => modelToBytes({ ...twoClasses, parameters })).toThrow(
      "modelToBytes: parameters['scores.b'] must hold finite numbers; got NaN at index 0. Correct that number.",
    )
  })

  test('the file is safetensors with the parameters in their shapes, and JSON texts beside them', () => {
    const { tensors, metadata } = decodeSafetensors(modelToBytes(rich), 'here')
    expect([...tensors.values()].slice(0, 3).map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['h1.W', 'F32', [7, 5]],
      ['h1.b', 'F32', [7]],
      ['h2.W1', 'F32', [6, 7]],
    ])
    expect(metadata).toMatchObject({ format: 'wigglenet', version: '1', task: '"classification"' })
    expect(Object.keys(metadata).sort()).toEqual([
      'classes',
      'format',
      'loss',
      'network',
      'provenance',
      'task',
      'version',
    ])
  })
})

describe('a bad file gets one clear error', () => {
  const at = 'loadModel: a.safetensors'
  const AGAIN = 'Save the model again.'

  test.each<[Readonly<Record<string, string | undefined>>, string]>([
    [
      { format: 'pt' },
      `${at}: the format in the metadata must be "wigglenet"; got "pt". Give a file that saveModel wrote.`,
    ],
    [
      { format: undefined },
      `${at}: the format in the metadata must be "wigglenet"; got undefined. Give a file that saveModel wrote.`,
    ],
    [
      { version: '2' },
      `${at}: the version of the format must be "1"; got "2". Use the version of the library that saved it.`,
    ],
    [{ network: undefined }, `${at}: the metadata must have network; got none. ${AGAIN}`],
    [{ loss: '{' }, `${at}: loss in the metadata must be JSON; got "{". ${AGAIN}`],
    [{ loss: 'null' }, `${at}: loss: a loss must be an object; got null. Write it in braces.`],
    [
      { task: '"ranking"' },
      `${at}: task must be one of classification, regression; got "ranking". Choose a name from the list.`,
    ],
    [{ classes: '["no", "no"]' }, `${at}: classes: classes must be texts that differ; got "no". ${AGAIN}`],
    [
      { classes: '["no"]' },
      `${at}: loss softmax: the data must have at least 2 classes; got 1. Give data of several classes.`,
    ],
    [
      { classes: '["no", "yes", "maybe"]' },
      `${at}: loss softmax: the network must have as many outputs as the data have classes, 3; got 2. Give the last layer 3 units.`,
    ],
    [
      { provenance: '['.repeat(40) + ']'.repeat(40) },
      `${at}: provenance must be nested at most 32 deep; got deeper JSON. ${AGAIN}`,
    ],
  ])('in the metadata: %j', (metadata, message) => {
    expect(messageOf(changed(twoClasses, metadata))).toBe(message)
  })

  test.each<[string, ModelParts, readonly (string | number)[], unknown, string]>([
    [
      'a network of other sizes than its tensors',
      twoClasses,
      ['network', 'inputs'],
      3,
      `${at}: network.scores: inputs must be 3, as its layers say; got 2. Save the network again.`,
    ],
    [
      'a formula that is none',
      rich,
      ['network', 'nodes', 0, 'activation', 'formula', 'value'],
      'alert(1)',
      `${at}: network.nodes[0]: activation.value: the function at column 1 must be one of max, min, abs, sign, sqrt, exp, log, tanh, sigmoid, sin, cos, floor, erf; got "alert". Choose a name from the list.`,
    ],
    [
      'a deviation of 0',
      prices,
      ['preprocessing', 'features', 0, 'deviation'],
      0,
      `${at}: preprocessing.features[0]: deviation must be a number in (0, ∞); got 0. Give deviation a value in (0, ∞).`,
    ],
    [
      'a mean that is text',
      prices,
      ['preprocessing', 'target', 'mean'],
      '100',
      `${at}: preprocessing.target: mean must be a number in (-∞, ∞); got "100". Give mean a value in (-∞, ∞).`,
    ],
    [
      'a range that is upside down',
      prices,
      ['preprocessing', 'features', 0, 'range'],
      [2, 1],
      `${at}: preprocessing.features[0]: range must be the smallest and the largest value; got [2, 1]. ${AGAIN}`,
    ],
    [
      'a range of one number',
      prices,
      ['preprocessing', 'features', 0, 'range'],
      [2],
      `${at}: preprocessing.features[0]: range must have 2 numbers; got [2]. ${AGAIN}`,
    ],
    [
      'a category twice',
      prices,
      ['preprocessing', 'features', 1, 'categories'],
      ['red', 'red'],
      `${at}: preprocessing.features[1]: categories must be texts that differ; got "red". ${AGAIN}`,
    ],
    [
      'a stand-in that is no category',
      prices,
      ['preprocessing', 'features', 1, 'missing'],
      { category: 'green' },
      `${at}: preprocessing.features[1]: missing must be { refuse: true }, or name one of the categories; got "green". ${AGAIN}`,
    ],
    [
      'two columns of one name',
      prices,
      ['preprocessing', 'features', 1, 'name'],
      'size',
      `${at}: preprocessing: the names of features and target must be texts that differ; got "size". ${AGAIN}`,
    ],
    [
      'no features',
      prices,
      ['preprocessing', 'features'],
      [],
      `${at}: preprocessing: features must be a list that is not empty; got []. ${AGAIN}`,
    ],
    [
      'a feature more than the network has',
      prices,
      ['preprocessing', 'features', 1, 'categories'],
      ['red', 'blue', 'green'],
      `${at}: the network must have 4 inputs, as many as the preprocessing gives; got 3. Give the preprocessing of the training data.`,
    ],
    [
      'an image of no height',
      twoPixels,
      ['preprocessing', 'shape'],
      [1, 0, 2],
      `${at}: preprocessing: every size of shape must be a whole number in [1, 16777216]; got 0. Give every size of shape a whole number in [1, 16777216].`,
    ],
    [
      'a scaling of another image',
      twoPixels,
      ['preprocessing', 'shift'],
      [0, 0, 0],
      `${at}: preprocessing: shift must have 1 or 2 numbers; got [0, 0, 0]. ${AGAIN}`,
    ],
    [
      'other classes than the preprocessing',
      twoPixels,
      ['preprocessing', 'classes'],
      ['a', 'b'],
      `${at}: classes must be ["a", "b"], those of the preprocessing; got ["no", "yes"]. Give the classes of the training data.`,
    ],
    [
      'a seed that is text',
      prices,
      ['provenance', 'seed'],
      '7',
      `${at}: provenance: seed must be a number in (-∞, ∞); got "7". Give seed a value in (-∞, ∞).`,
    ],
    [
      'ranges that end before they begin',
      twoClasses,
      ['provenance', 'data', 'ranges'],
      [
        [0, 1],
        [2, 1],
      ],
      `${at}: provenance: data.ranges must hold two numbers, the least and the largest, for each of 2 inputs; got [[0, 1], [2, 1]]. ${AGAIN}`,
    ],
    [
      'engine features that are no list',
      prices,
      ['provenance', 'engine', 'features'],
      'simd',
      `${at}: provenance: engine.features must be a list; got "simd". ${AGAIN}`,
    ],
  ])('%s', (_, parts, [part, ...path], value, message) => {
    const name = part as 'network'
    const text = JSON.stringify(withField(JSON.parse(JSON.stringify(parts[name])), path, value))
    expect(messageOf(changed(parts, { [name]: text }))).toBe(message)
  })

  test.each<[string, (list: SavedTensor[]) => readonly SavedTensor[], string]>([
    [
      'too few',
      (list) => list.slice(1),
      `${at}: the file must have 2 tensors, one for each parameter of the network; got 1. ${AGAIN}`,
    ],
    [
      'another name',
      ([W, b]) => [W!, { ...b!, name: 'h1.b' }],
      `${at}: tensor "scores.b" must be F32 of shape (2), as the network says; got none. ${AGAIN}`,
    ],
    [
      'another shape',
      ([W, b]) => [{ ...W!, shape: [4] }, b!],
      `${at}: tensor "scores.W" must be F32 of shape (2, 2), as the network says; got F32 of shape (4). ${AGAIN}`,
    ],
    [
      'another kind',
      ([W, b]) => [{ ...W!, dtype: 'F64', values: new Float64Array(4) }, b!],
      `${at}: tensor "scores.W" must be F32 of shape (2, 2), as the network says; got F64 of shape (2, 2). ${AGAIN}`,
    ],
    [
      'a weight that is infinite',
      ([W, b]) => [W!, { ...b!, values: Float32Array.of(0, -Infinity) }],
      `${at}: the values of "scores.b" must be finite; got -Infinity at index 1. The file is damaged, or no safetensors file: save or fetch it again.`,
    ],
  ])('tensors: %s', (_, tensors, message) => {
    expect(messageOf(changed(twoClasses, {}, tensors))).toBe(message)
  })

  test('a file cut at every 100th byte, and one byte before its end', () => {
    const bytes = modelToBytes(rich)
    expect(bytes.length).toBeGreaterThan(3000)
    expect(messageOf(bytes)).toBe('no error')
    for (let length = 0; length < bytes.length; length += 100) {
      expect(messageOf(bytes.subarray(0, length)), `${length}`).toMatch(
        /^loadModel: a\.safetensors: .*; got .*\. The file is damaged, or no safetensors file: save or fetch it again\.$/,
      )
    }
    expect(messageOf(bytes.subarray(0, -1))).toMatch(
      /^loadModel: a\.safetensors: the file must have \d+ bytes of data, as its header says; got \d+\./,
    )
  })

  test('any byte changed gives a model or a DataError', () => {
    const files = [rich, prices, twoPixels].map(modelToBytes)
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, flip) => {
        const copy = bytes.slice()
        copy[place % copy.length]! ^= flip
        messageOf(copy)
      }),
      { numRuns: 1000 },
    )
  })

  test('any JSON in any field of the metadata gives a model or a DataError', () => {
    const paths = (value: unknown): (string | number)[][] =>
      typeof value === 'object' && value !== null
        ? [[], ...Object.entries(value).flatMap(([key, part]) => paths(part).map((path) => [key, ...path]))]
        : [[]]
    const cases = [rich, prices, twoPixels].flatMap((parts) => {
      const { parameters: _, ...texts } = parts
      const plain = JSON.parse(JSON.stringify(texts)) as Record<string, unknown>
      return paths(plain)
        .filter((path) => path.length > 0)
        .map((path) => ({ parts, plain, path }))
    })
    expect(cases.length).toBeGreaterThan(150)
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.jsonValue(), ({ parts, plain, path }, value) => {
        const name = String(path[0])
        const texts = withField(plain, path, value) as Record<string, unknown>
        messageOf(changed(parts, { [name]: JSON.stringify(texts[name]) }))
      }),
      { numRuns: 1000 },
    )
  })

  test('a header nested 100,000 deep is refused, not run out of stack', () => {
    for (const entry of ['__metadata__', 'W']) {
      const header = new TextEncoder().encode(`{"${entry}":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)
      const bytes = new Uint8Array(8 + header.length)
      new DataView(bytes.buffer).setUint32(0, header.length, true)
      bytes.set(header, 8)
      expect(messageOf(bytes)).toContain('must be a JSON object; got [[[an array of 1]]]. The file is damaged')
    }
  })
})
