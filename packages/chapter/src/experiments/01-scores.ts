import {
  adam,
  type Classifier,
  dense,
  describe,
  evaluate,
  foldLinear,
  type ImageSet,
  type Model,
  network,
  relu,
  takeRows,
  weightImages,
} from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'
import { deviation, mean, percent, rangeOf, seedsFrom, short, spreadText } from '../numbers.ts'
import { trainAll } from '../train-all.ts'

const pixels = 3072
/** The text's three score functions, and the second without its non-linearity. */
const candidates = [
  { name: 's = Wx', network: network(pixels, [dense(10)]) },
  { name: 's = W₂W₁x', network: network(pixels, [dense(100), dense(10)]) },
  { name: 's = W₂ max(0, W₁x)', network: network(pixels, [dense(100, relu()), dense(10)]) },
  {
    name: 's = W₃ max(0, W₂ max(0, W₁x))',
    network: network(pixels, [dense(100, relu()), dense(100, relu()), dense(10)]),
  },
] as const

/** 1: what the max(0, ·) between two matrices buys on photographs, and that nothing is left of the second matrix without it. */
export const scores: Experiment = {
  number: 1,
  name: 'scores',
  title: 'The non-linearity is where we get the wiggle',
  idea:
    'A linear classifier keeps one template for each class: a row of the matrix W. To score a photograph it lays the template over it and ' +
    'adds up what agrees. The one template for horses must then suit horses that face left and horses that face right. A hidden layer keeps ' +
    'many templates, and the last layer lets them vote; but only if something bends the numbers in between. Two matrices in a row are one ' +
    'matrix, however large they are. The little function max(0, ·) keeps them apart.',
  claim: {
    says:
      'Scores can be s = Wx, or with a hidden layer s = W₂ max(0, W₁x). Without the max(0, ·) between them the two matrices collapse into ' +
      'one, and the scores are a linear function of the input again.',
    place: 'Quick intro',
  },
  hypothesis:
    'On CIFAR-10 the network with 100 hidden ReLU units classifies more unseen photographs right than the linear classifiers do. The two ' +
    'matrices without ReLU can be multiplied into one that gives the same scores and the same answers on every photograph.',
  method:
    'CIFAR-10, pixels / 255 less the mean of each pixel; softmax loss, Adam at rate 0.001, batches of 64, the same for all. Accuracy is of ' +
    'the last epoch, on test photographs. The trained pair W₂, W₁ is folded into one matrix (foldLinear), and both are asked about every test photograph.',
  needs: ['cifar10'],
  budgetSeconds: { full: 75, short: 10 },
  async run(setting) {
    const { short: brief, seed, data } = setting
    const { train, test } = await data.read('cifar10', 'centered')
    const rows = brief ? 2500 : train.rows
    const training = takeRows(
      train,
      Uint32Array.from({ length: rows }, (_, row) => row),
    )
    const [epochs, seeds] = [brief ? 4 : 10, seedsFrom(seed, brief ? 1 : 3)]
    const optimizer = adam({ rate: 0.001 })
    const trained = await trainAll(
      candidates.map(({ network: net }) => ({ network: net, data: training, seeds, epochs, batch: 64, optimizer })),
      setting,
    )
    const models = trained.map((job) => job.models.filter((model) => model !== undefined))
    const accuracies = models.map((own) => own.map((model) => evaluate(model, test).accuracy!))
    const [linear, pair, two, three] = accuracies.map(mean) as [number, number, number, number]
    const best = Math.max(linear, pair)
    const noise = Math.max(0.005, ...accuracies.map(deviation))
    const folded = fold(models[1]![0]!, test)

    return outcome(
      [
        {
          holds: two > best + 2 * noise,
          says: `With 100 ReLU units ${spreadText(accuracies[2]!)} of ${test.rows} unseen photographs are right, with one matrix ${spreadText(accuracies[0]!)}, with two matrices and nothing between them ${spreadText(accuracies[1]!)}.`,
        },
        {
          holds: folded.layers === 1 && folded.difference < 1e-4 && folded.other === 0,
          says: `Multiplied out, the two matrices are a ${folded.layers}-layer network with ${folded.parameters} parameters in place of ${folded.before}. Its scores differ by at most ${short(folded.difference)} of the largest score, and it answers differently on ${folded.other} of ${test.rows} photographs.`,
        },
      ],
      {
        remarks: [
          `Three layers, 3072-100-100-10, reach ${spreadText(accuracies[3]!)}${three > two + 2 * noise ? ', more than two' : three < two - 2 * noise ? ', less than two' : ', as much as two within the spread'}.`,
          ...(brief
            ? [`Short form: ${rows} photographs and ${epochs} epochs.`]
            : ['Measured elsewhere for 3072-100-10 on these 10000 photographs: 43.5 % ± 1.3.']),
        ],
        measurements: [
          {
            title: 'Accuracy on unseen photographs',
            columns: [
              { name: 'scores' },
              { name: 'parameters' },
              { name: 'test accuracy' },
              { name: 'deviation over seeds' },
              { name: 'training accuracy, last epoch' },
              { name: 'seconds an epoch' },
            ],
            rows: candidates.map(({ name, network: net }, k) => [
              name,
              describe(net).parameters,
              percent(mean(accuracies[k]!)),
              percent(deviation(accuracies[k]!)),
              percent(mean(trained[k]!.epochs.map((own) => own.at(-1)!.accuracy!))),
              mean(trained[k]!.epochs.flatMap((own) => own.map(({ seconds }) => seconds))),
            ]),
          },
        ],
        figures: [
          {
            kind: 'bars',
            title: 'What max(0, ·) buys',
            caption: `Accuracy on ${test.rows} photographs that were not trained on; lines: from the worst to the best of ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}. Guessing is right on 10 %.`,
            value: { label: 'accuracy on test photographs', share: true },
            series: ['accuracy'],
            rows: candidates.map(({ name }, k) => ({
              name,
              values: [mean(accuracies[k]!)],
              spread: [rangeOf(accuracies[k]!)],
            })),
          },
          {
            kind: 'lines',
            title: 'Learning the training photographs',
            caption:
              'Accuracy on the training photographs as each epoch went, mean over seeds. A linear score function soon has nothing more to learn.',
            x: { label: 'epoch' },
            y: { label: 'training accuracy', share: true },
            series: candidates.map(({ name }, k) => ({
              name,
              points: Array.from({ length: epochs }, (_, epoch): [number, number] => [
                epoch + 1,
                mean(trained[k]!.epochs.map((own) => own[epoch]!.accuracy!)),
              ]),
            })),
          },
          {
            kind: 'weights',
            title: 'One row of W for each class',
            caption:
              'The linear classifier has one template for each class. It shows the colours that raise the score of the class; grey is 0.',
            images: weightImages(models[0]![0]!),
            names: test.classes!,
          },
        ],
      },
    )
  },
}

/** Two matrices without a non-linearity, multiplied into one, and both asked about every image. */
function fold(model: Model, test: ImageSet) {
  const one = foldLinear(model as Classifier)
  const ask = (asked: Model) => {
    const rows = Array.from({ length: test.rows }, (_, row) => test.X.subarray(row * pixels, (row + 1) * pixels))
    return { scores: asked.scores(rows).flat(), labels: (asked as Classifier).predict(rows) }
  }
  const [before, after] = [ask(model), ask(one)]
  const largest = Math.max(...before.scores.map(Math.abs))
  return {
    layers: describe(one.network).layers,
    parameters: describe(one.network).parameters,
    before: describe(model.network).parameters,
    difference: Math.max(...before.scores.map((score, i) => Math.abs(score - after.scores[i]!))) / largest,
    other: before.labels.filter((label, i) => label !== after.labels[i]).length,
  }
}
