import { dense, describe, maxout, network, networkDiagram, relu } from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'

/** The text's two examples, and networks that it talks of without counting them. */
const counted = [
  { says: 'the left network of the figure', network: network(3, [dense(4, relu()), dense(2)]) },
  { says: 'the right network of the figure', network: network(3, [dense(4, relu()), dense(4, relu()), dense(1)]) },
  { says: 'logistic regression on 3 inputs', network: network(3, [dense(1)]) },
  { says: 'scores of CIFAR-10, s = Wx', network: network(3072, [dense(10)]) },
  { says: 'scores of CIFAR-10, 100 hidden units', network: network(3072, [dense(100, relu()), dense(10)]) },
  { says: 'the left network with maxout', network: network(3, [maxout(4), dense(2)]) },
] as const

/** Neurons, weights and biases as the text gives them. */
const text = [
  { neurons: 6, weights: 20, biases: 6, parameters: 26, layers: 2 },
  { neurons: 9, weights: 32, biases: 9, parameters: 41, layers: 3 },
] as const

/** 7: the text's own sums, done by the library and once more by listing every arrow. */
export const counting: Experiment = {
  number: 7,
  name: 'counting',
  title: 'Counting neurons, layers and parameters',
  idea:
    'How large is a network? In layers, one leaves out the input, since nothing is learned there, and for the same reason one leaves it out ' +
    'when counting neurons. In parameters, which say most about what it can learn and what that takes, every line of its picture is a weight, ' +
    'and every neuron adds a bias. One should have done this sum by hand once. Then a picture that a program has drawn can be asked for a ' +
    'second opinion.',
  claim: {
    says:
      'A network of 3 inputs, 4 hidden units and 2 outputs has 26 learnable parameters; one with two hidden layers of 4 and one output has 41. ' +
      'The input layer is not counted, so the first is a 2-layer network and logistic regression a single-layer one.',
    place: 'Layer-wise organization: Naming conventions, Sizing neural networks',
  },
  hypothesis:
    'Counting from the layers and counting the arrows of the drawn diagram give the same numbers, and they are those of the text.',
  method:
    'The library counts by its rule, units · inputs + units for each layer. The diagram, which knows nothing of that rule, lists one line for each weight. Both are compared with the text.',
  needs: [],
  budgetSeconds: { full: 2, short: 2 },
  async run() {
    const rows = counted.map(({ says, network: net }) => {
      const { layers, neurons, weights, biases, parameters, connections } = describe(net)
      return { says, layers, neurons, weights, biases, parameters, connections }
    })
    const arrows = counted.slice(0, 2).map(({ network: net }) => networkDiagram(net).edges.length)
    const findings = text.map((given, k) => {
      const own = rows[k]!
      const same =
        (Object.keys(given) as (keyof typeof given)[]).every((name) => own[name] === given[name]) &&
        arrows[k] === given.weights
      return {
        holds: same,
        says: `${own.layers} layers, ${own.neurons} neurons, ${own.weights} weights (${arrows[k]} lines in the diagram) + ${own.biases} biases = ${own.parameters} parameters; the text says ${given.parameters}.`,
      }
    })
    const [, , logistic, linear, hidden, doubled] = rows
    const naming = { holds: logistic!.layers === 1, says: `Logistic regression counts as ${logistic!.layers} layer.` }
    return outcome([findings[0]!, findings[1]!, naming], {
      remarks: [
        `The hidden layer of 100 multiplies the parameters of the CIFAR-10 scores by ${(hidden!.parameters / linear!.parameters).toFixed(2)}: ${linear!.parameters} become ${hidden!.parameters}.`,
        `In a fully-connected network each connection has a weight of its own, so connections and weights are equal in number; a convolution shares them, and has far more connections than weights. Maxout has a connection for each piece: ${doubled!.connections} in place of ${rows[0]!.connections}.`,
      ],
      measurements: [
        {
          title: 'Counts',
          columns: ['network', 'layers', 'neurons', 'weights', 'biases', 'parameters', 'connections'].map((name) => ({
            name,
          })),
          rows: rows.map(({ says, layers, neurons, weights, biases, parameters, connections }) => [
            says,
            layers,
            neurons,
            weights,
            biases,
            parameters,
            connections,
          ]),
        },
      ],
      figures: [
        {
          kind: 'network',
          title: 'The 3-layer network',
          caption: `Every line is a weight: ${arrows[1]} of them, and one bias for each of the ${rows[1]!.neurons} neurons.`,
          diagram: networkDiagram(counted[1].network),
        },
      ],
    })
  },
}
