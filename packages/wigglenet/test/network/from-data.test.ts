import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activation } from '../../src/network/activations/activation.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { networkFromData } from '../../src/network/from-data.ts'
import { add } from '../../src/network/layers/add.ts'
import { concat } from '../../src/network/layers/concat.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { neurons } from '../../src/network/layers/neurons.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'

const wave = activation('wave', { pitch: { interval: '(0, ∞)', default: 3 } }, { value: 'sin(pitch * z)' })
const net = network(3, {
  h1: dense(5, relu(), { dropout: 0.5, inputNoise: 0.1 }),
  h2: maxout(5, { pieces: 3 }),
  sum: add({ from: ['h1', 'h2'] }),
  wide: concat({ from: ['x', 'sum'] }),
  h3: dense(4, prelu({ shared: true })),
  h4: dense(4, wave({ pitch: 2 })),
  few: neurons(
    [{ name: 'a', activation: prelu() }, { name: 'b' }],
    [
      ['x0', 'a'],
      ['a', 'b'],
      ['x3', 'b'],
    ],
    { outputs: ['b', 'a'], l2: 0.1, locked: true },
  ),
  scores: dense(2),
})
const data = () => JSON.parse(JSON.stringify(net))

describe('networkFromData', () => {
  test('gives back an equal network, with activations that compute', () => {
    const copy = networkFromData(data())
    expect(copy).toEqual(net)
    const h4 = copy.nodes[5]!
    expect(h4.kind === 'dense' && h4.activation.value(0.25)).toBeCloseTo(0.479425538604203, 14) // sin(0.5)
  })

  test('a copy of a network, which has lost the code of its layers, is refused until it is read again', () => {
    expect(() => parameterShapes(structuredClone(data()))).toThrow(
      'network: a layer must be one that dense() or its like makes; got an object with 10 fields. Make it with dense() or its like, or read it from JSON with networkFromData.',
    )
    expect(parameterShapes(networkFromData(data()))).toEqual(parameterShapes(net))
  })

  // One change each: the place in the data, the new value (undefined removes it), and the whole message.
  test.each<[(string | number)[], unknown, string]>([
    [['kind'], 'model', 'file: kind must be one of network; got "model". Choose a name from the list.'],
    [
      ['inputs'],
      0,
      'file: inputs must be a whole number in [1, 16777216]; got 0. Give inputs a whole number in [1, 16777216].',
    ],
    [['inputs'], 4, 'file.h1: inputs must be 4, as its layers say; got 3. Save the network again.'],
    [['outputs'], 3, 'file: outputs must be 2, as its layers say; got 3. Save the network again.'],
    [['nodes'], {}, 'file: nodes must be a list that is not empty; got {  }. Save the network again.'],
    [
      ['nodes', 0, 'units'],
      1e9,
      'file.nodes[0]: dense: units must be a whole number in [1, 16777216]; got 1000000000. Give units a whole number in [1, 16777216].',
    ],
    [
      ['nodes', 0, 'units'],
      6,
      'file.sum: the layers that add joins must be of one size; got h1 with 6 units and h2 with 5 units. Make their sizes equal, or join them with concat.',
    ],
    [['nodes', 4, 'units'], 6, 'file.h4: inputs must be 6, as its layers say; got 4. Save the network again.'],
    [['nodes', 2, 'units'], 6, 'file.sum: units must be 5, as its layers say; got 6. Save the network again.'],
    [
      ['nodes', 0, 'dropout'],
      null,
      'file.nodes[0]: dense: dropout must be a number in [0, 1); got null. Give dropout a value in [0, 1).',
    ],
    [
      ['nodes', 0, 'dropout'],
      undefined,
      'file.nodes[0]: the field dropout must be there; got none. Save the network again.',
    ],
    [
      ['nodes', 0, 'kind'],
      'conv',
      'file.nodes[0]: kind must be one of dense, maxout, add, concat, batch-norm, layer-norm, crelu, same-as, columns, neurons; got "conv". Choose a name from the list.',
    ],
    [['nodes', 0, 'from'], ['h2'], 'file: there must be no cycle; got h1 → h2 → h1. Change what feeds one of them.'],
    [
      ['nodes', 0, 'from'],
      ['h9'],
      'file.h1: from must be one of x, h2, sum, wide, h3, h4, few, scores; got "h9". Correct the name, or add the layer.',
    ],
    [
      ['nodes', 1, 'from'],
      ['x', 'h1'],
      'file.nodes[1]: from of a maxout layer must be one name; got ["x", "h1"]. Save the network again.',
    ],
    [
      ['nodes', 1, 'name'],
      '__proto__',
      'file.nodes[1]: name must be 1 to 64 letters, digits, _ and -, starting with a letter or _; got "__proto__". Give it a name such as "h1".',
    ],
    [
      ['nodes', 1, 'pieces'],
      1000,
      'file.nodes[1]: maxout: pieces must be a whole number in [2, 64]; got 1000. Give pieces a whole number in [2, 64].',
    ],
    [
      ['nodes', 0, 'extra'],
      1,
      'file.nodes[0]: the options are kind, name, from, inputs, units, activation, dropout, inputNoise, weights, biases, l2, l1, constraint, noise, locked; got "extra". Remove extra, or correct its spelling.',
    ],
    [
      ['nodes', 0, 'activation', 'formula', 'value'],
      'alert(z)',
      'file.nodes[0]: activation.value: the function at column 1 must be one of max, min, abs, sign, sqrt, exp, log, tanh, sigmoid, sin, cos, floor, erf; got "alert". Choose a name from the list.',
    ],
  ])('with %j set to %j is refused', (path, value, message) => {
    const changed = data()
    const last = path.at(-1)!
    const holder = path.slice(0, -1).reduce((part, key) => part[key], changed)
    if (value === undefined) delete holder[last]
    else holder[last] = value
    expect(() => networkFromData(changed, 'file')).toThrow(expect.objectContaining({ message }))
  })

  test("any JSON in any field gives a network or one of the library's errors", () => {
    const fields = Object.keys(data().nodes[0])
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(6), fc.constantFrom(...fields), (junk, node, field) => {
        const changed = data()
        changed.nodes[node][field] = junk
        try {
          networkFromData(changed)
        } catch (error) {
          expect(['OptionError', 'ShapeError']).toContain((error as Error).name)
        }
      }),
      { numRuns: 300 },
    )
  })
})
