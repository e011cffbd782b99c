// A table of data: preprocessing is fitted on the training rows only, kept by the model, and applied to rows as the user has them.
import { iris } from '@wigglenet/io'
import {
  adam,
  applyPreprocessing,
  dense,
  evaluate,
  fit,
  fitPreprocessing,
  inputsOf,
  network,
  relu,
  splitRows,
} from 'wigglenet'

const table = iris()
const species = table.columns.find(({ name }) => name === 'species')!
const { train, validation, test } = splitRows(table.rows, {
  validation: 0.2,
  test: 0.2,
  seed: 1,
  by: species.values as string[],
})
const { preprocessing } = fitPreprocessing(table, train, { target: 'species' })
const part = (rows: Uint32Array) => applyPreprocessing(preprocessing, table, rows)

const net = network(inputsOf(preprocessing), [dense(16, relu()), dense(3)])
const options = {
  optimizer: adam({ rate: 0.01 }),
  batch: 16,
  epochs: 300,
  validation: part(validation),
  patience: 30,
  seed: 1,
}
const model = await fit(net, part(train), options).model

console.log(`accuracy on rows used neither to train nor to stop: ${evaluate(model, part(test)).accuracy!.toFixed(3)}`)
console.log(model.predict([{ sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 }])[0])
