import {
  dense,
  evaluate,
  gradientDescent,
  inspect,
  type Network,
  network,
  relu,
  sigmoid,
  softmax,
  spiral,
  tanh,
} from 'wigglenet'
import { type Experiment, type Finding, outcome } from '../experiment.ts'
import type { Figure } from '../figure.ts'
import { drawn, scaled } from '../first-weights.ts'
import { mean, percent, rangeOf, seedsFrom, short } from '../numbers.ts'
import { tanhAsSigmoid } from '../tanh-as-sigmoid.ts'
import { part, trainAll } from '../train-all.ts'
import { fastest, type Path, walk } from '../zig-zag-path.ts'

const activations = { sigmoid: sigmoid(), tanh: tanh(), ReLU: relu() } as const
type Name = keyof typeof activations
const names = Object.keys(activations) as Name[]

/** First weights as many times as large as 1/√inputs. */
const scales = [0.1, 0.3, 1, 3, 10, 30, 100]
const guessing = Math.log(3)
/** How many times the steps count as slower. */
const slower = 1.1

/** 3: what saturation does to gradients, by depth and by the size of the first weights, and the zig-zag of positive inputs. */
export const saturationAndZigZag: Experiment = {
  number: 3,
  name: 'saturation',
  title: 'Sigmoids saturate, and are not zero-centred',
  idea:
    'A sigmoid squeezes any number into the range from 0 to 1. That looks like a firing rate, and for years it was the usual choice. But its ' +
    'ends are flat, and where a function is flat, a small change of what goes in changes nothing: the gradient on its way back is multiplied ' +
    'by nearly zero. There is a second, quieter trouble. Its outputs are never negative, so an example lets the weights of a unit in the next ' +
    'layer only all grow or all shrink. Whoever wants one to grow and another to shrink has to tack, like a boat against the wind.',
  claim: {
    says:
      'A saturated sigmoid has almost no local gradient, and kills the gradient that should pass through it; with too large initial weights most ' +
      'neurons are saturated and the network barely learns. Its outputs are positive, so all weights into a neuron of the next layer ' +
      'move the same way at once, and the updates zig-zag; summing over a batch mitigates that. Tanh saturates too but is centred; it is a scaled sigmoid.',
    place: 'Commonly used activation functions: Sigmoid, Tanh',
  },
  hypothesis:
    'Behind sigmoids the gradient shrinks about fourfold a layer (their steepest slope is 1/4), behind tanh and ReLU hardly. Larger first weights make ' +
    'more flat units and slower learning. Behind sigmoids all weights of a unit have gradients of one sign on every example, on fewer batches; behind tanh on almost none.',
  method:
    'Three arms of a spiral, 300 points. Depth: untrained networks of 50 units a layer, the length of the gradient at the first hidden layer over that at the ' +
    'last. Scale: 3 hidden layers of 30, weights normal with deviation scale/√inputs, 200 epochs of gradient descent at rate 0.1. Zig-zag: 2 hidden layers of ' +
    '30 after 20 epochs, all examples and batches looked at (inspect). A slope below 1 % of the steepest counts as flat.',
  needs: [],
  budgetSeconds: { full: 25, short: 10 },
  async run(setting) {
    const { short: brief, seed } = setting
    const data = spiral({ classes: 3, seed })
    const loss = softmax()
    const look = (net: Network, parameters: Readonly<Record<string, ArrayLike<number>>>, batch = 32) =>
      inspect(net, parameters, { data, loss, batch }).layers

    // By depth, before training.
    const depths = brief ? [2, 5, 8] : [2, 3, 4, 5, 6, 8, 10]
    const seeds = seedsFrom(seed, brief ? 1 : 3)
    const passed = (name: Name, depth: number) => {
      const net = network(2, [...Array.from({ length: depth }, () => dense(50, activations[name])), dense(3)])
      return seeds.map((own) => {
        const layers = look(net, drawn(net, own))
        return layers[0]!.gradient.values / layers[depth - 1]!.gradient.values
      })
    }
    const byDepth = names.map((name) => ({ name, shares: depths.map((depth) => passed(name, depth)) }))
    const deepest = depths.at(-1)!
    const perLayer = (name: Name) => {
      const last = byDepth.find((own) => own.name === name)!.shares.at(-1)!
      return mean(last.map((share) => share ** (1 / (deepest - 1))))
    }

    // By the scale of the first weights.
    const squashing = ['sigmoid', 'tanh'] as const
    const tried = squashing.flatMap((name) =>
      scales.map((scale) => ({ name, scale, net: scaled(activations[name], scale) })),
    )
    const trained = await trainAll(
      tried.map(({ net }) => ({ network: net, data, seeds, epochs: 200, optimizer: gradientDescent({ rate: 0.1 }) })),
      part(setting, 0, 0.95),
    )
    const byScale = tried.map(({ name, scale, net }, k) => {
      const flat = seeds.map((own) =>
        mean(look(net, drawn(net, own)).flatMap(({ saturation }) => saturation?.flat ?? [])),
      )
      const scores = trained[k]!.models.map((model) => evaluate(model!, data))
      return {
        name,
        scale,
        flat: mean(flat),
        loss: mean(scores.map((score) => score.loss)),
        accuracy: mean(scores.map((score) => score.accuracy!)),
      }
    })
    const judged = squashing.map((name) => {
      const own = byScale.filter((row) => row.name === name)
      return { name, best: own.reduce((a, b) => (b.loss < a.loss ? b : a)), largest: own.at(-1)! }
    })

    // Zig-zag.
    const batches = [1, 4, 16, 64, 300]
    const middle = names.map((name) =>
      network(2, [dense(30, activations[name]), dense(30, activations[name]), dense(3)]),
    )
    const twenty = await trainAll(
      middle.map((net) => ({
        network: net,
        data,
        seeds: [seed],
        epochs: 20,
        optimizer: gradientDescent({ rate: 0.1 }),
      })),
      part(setting, 0.95, 1),
    )
    const signs = names.map((name, k) => {
      const model = twenty[k]!.models[0]!
      const second = (batch: number) => look(model.network, model.parameters, batch)[1]!.zigZag
      return { name, perExample: second(32).perExample, perBatch: batches.map((batch) => second(batch).perBatch) }
    })
    const [squash, centred] = signs as [(typeof signs)[0], (typeof signs)[0]]
    const all = squash.perBatch.at(-1)!
    const paths = { positive: walk('positive', 0.2, seed), centred: walk('centred', 0.2, seed) }
    const ways = seedsFrom(seed, brief ? 5 : 15)
    const quick = { positive: fastest('positive', ways), centred: fastest('centred', ways) }
    const identity = tanhAsSigmoid(twenty[1]!.models[0]!)

    const findings: [Finding, ...Finding[]] = [
      {
        holds: perLayer('sigmoid') < 0.5 && perLayer('tanh') > 0.5 && perLayer('ReLU') > 0.5,
        says: `Going back through a layer, the gradient is multiplied by ${short(perLayer('sigmoid'))} behind sigmoids, ${short(perLayer('tanh'))} behind tanh and ${short(perLayer('ReLU'))} behind ReLU: of the gradient at the last of ${deepest} hidden layers ${short(mean(byDepth[0]!.shares.at(-1)!))}, ${short(mean(byDepth[1]!.shares.at(-1)!))} and ${short(mean(byDepth[2]!.shares.at(-1)!))} are left at the first.`,
      },
      ...judged.map(({ name, best, largest }) => ({
        holds: largest.flat > 0.5 && largest.loss > 2 * best.loss,
        says: `With weights ${largest.scale} times 1/√inputs ${percent(largest.flat, 0)} of the slopes of ${name} units are flat, and after 200 epochs the loss is ${short(largest.loss)} (accuracy ${percent(largest.accuracy)}); at the best scale, ${best.scale}, ${percent(best.flat, 0)} are flat and the loss is ${short(best.loss)} (${percent(best.accuracy)}).`,
      })),
      {
        holds: judged.every(({ largest }) => largest.loss > 0.9 * guessing),
        says: `“Barely learns” would be a loss near ${short(guessing)}, which guessing gives: the saturated networks come to ${judged.map(({ name, largest }) => `${short(largest.loss)} (${name})`).join(' and ')} on the points they train on.`,
      },
      {
        holds: squash.perExample > 0.999 && centred.perExample < 0.1,
        says: `In the second layer all weights of a unit have gradients of one sign on ${percent(squash.perExample)} of the examples behind sigmoids, on ${percent(centred.perExample)} behind tanh.`,
      },
      {
        holds: all < squash.perExample,
        says: `Over batches that falls to ${batches
          .slice(1)
          .map((batch, k) => `${percent(squash.perBatch[k + 1]!)} (${batch} examples)`)
          .join(', ')}.`,
      },
      {
        holds: paths.positive.oneSign === 1 && paths.positive.detour > 1.5 * paths.centred.detour,
        says: `Two weights on their way from (0, 0) to (1, -1), an example a step at rate 0.2: with inputs in [0, 1] both move the same way in ${percent(paths.positive.oneSign)} of the steps, on a way ${short(paths.positive.detour)} times as long as the straight one; with the same inputs less 1/2 in ${percent(paths.centred.oneSign)} of the steps, on a way ${short(paths.centred.detour)} times as long.`,
      },
      {
        holds: quick.positive.steps > slower * quick.centred.steps,
        says: `At its best rate the walk takes ${quick.positive.steps} steps with inputs in [0, 1] (rate ${quick.positive.rate}) and ${quick.centred.steps} with inputs less 1/2 (rate ${quick.centred.rate}), medians of ${ways.length}; a tenth more would count as slower. At rate 0.2 it was ${paths.positive.steps} and ${paths.centred.steps}.`,
      },
      {
        holds: identity.values < 1e-12 && identity.scores < 1e-5 && identity.other === 0,
        says: `tanh(x) and 2σ(2x) - 1 differ by at most ${short(identity.values)} on [-20, 20]. A trained tanh network, turned into a sigmoid network by that rule, gives scores that differ by at most ${short(identity.scores)} of the largest, and another answer on ${identity.other} of ${data.rows} points.`,
      },
    ]
    return outcome(findings, {
      remarks: [
        'Why a longer way need not be a slower one: along (1, -1) the curvature is the mean of (x0 - x1)², which a shift of both inputs does not change.',
        `ReLU outputs are not centred either: behind ReLU one sign on ${percent(signs[2]!.perExample)} of the examples, on ${percent(signs[2]!.perBatch.at(-1)!)} when all ${data.rows} are summed.`,
        ...(seeds.length > 1 ? [`Means over ${seeds.length} seeds, but for the zig-zag.`] : []),
      ],
      measurements: [
        {
          title: 'By the scale of the first weights',
          columns: [
            { name: 'activation' },
            { name: 'scale', unit: '1/√inputs' },
            { name: 'flat slopes at first' },
            { name: 'loss' },
            { name: 'accuracy' },
          ],
          rows: byScale.map((row) => [row.name, row.scale, percent(row.flat), row.loss, percent(row.accuracy)]),
        },
      ],
      figures: [
        {
          kind: 'lines',
          title: 'How much gradient comes through',
          caption:
            'Length of the gradient at the first hidden layer over that at the last, before training. The steepest slope of a sigmoid is 1/4.',
          x: { label: 'hidden layers' },
          y: { label: 'gradient, first / last hidden layer', logarithmic: true },
          series: byDepth.map(({ name, shares }) => ({
            name,
            points: depths.map((depth, k): [number, number] => [depth, mean(shares[k]!)]),
            spread: shares.map(rangeOf),
          })),
        },
        {
          kind: 'lines',
          title: 'Too large initial weights',
          caption: `The loss after 200 epochs, and the share of local slopes that were flat when training began. Guessing has the loss ${short(guessing)}.`,
          x: { label: 'scale of the first weights (1/√inputs)', logarithmic: true },
          y: { label: 'loss, and share of flat slopes' },
          series: squashing.flatMap((name) => {
            const own = byScale.filter((row) => row.name === name)
            return [
              { name: `${name}: loss`, points: own.map(({ scale, loss: value }): [number, number] => [scale, value]) },
              {
                name: `${name}: flat at first`,
                mark: 'dashes' as const,
                points: own.map(({ scale, flat }): [number, number] => [scale, flat]),
              },
            ]
          }),
        },
        pathFigure(paths),
        {
          kind: 'lines',
          title: 'A batch mitigates the zig-zag, somewhat',
          caption:
            'Share of updates in which no two weights into a unit of the second layer have gradients of opposite sign.',
          x: { label: 'examples in a batch', logarithmic: true },
          y: { label: 'share of updates', share: true },
          series: signs.map(({ name, perBatch }) => ({
            name,
            points: batches.map((batch, k): [number, number] => [batch, perBatch[k]!]),
          })),
        },
      ],
    })
  },
}

function pathFigure({ positive, centred }: { readonly positive: Path; readonly centred: Path }): Figure {
  return {
    kind: 'lines',
    title: 'The zig-zag',
    caption:
      'Both weights, an example a step, on their way from (0, 0) to (1, -1). Where all inputs are positive, no single step can go down and right.',
    x: { label: 'w0' },
    y: { label: 'w1' },
    series: [
      { name: 'inputs in [0, 1]', points: positive.places },
      { name: 'inputs less 1/2', points: centred.places },
    ],
  }
}
