// Two points in the plane: do they lie on the same of two circles? One layer reads either point, with the same weights (a siamese network), so that
// what it learns of one holds for the other.
import {
  adam,
  circles,
  columns,
  concat,
  dense,
  describe,
  evaluate,
  examples,
  fit,
  network,
  relu,
  sameAs,
} from 'wigglenet'

/** Pairs of points of the two circles, x and y of both. */
function pairs(count: number, seed: number) {
  const { X, y } = circles({ rows: count, noise: 0.05, seed })
  const other = (i: number) => (i * i + (i >> 1)) % count
  const point = (i: number) => [X[2 * i]!, X[2 * i + 1]!] as const
  return examples({
    X: Array.from({ length: count }, (_, i) => [...point(i), ...point(other(i))] as const),
    y: Array.from({ length: count }, (_, i) => (y[i] === y[other(i)] ? 'same' : 'other')),
  })
}

const net = network(4, {
  first: columns(0, 2),
  left: dense(16, relu()),
  second: columns(2, 2, { from: 'x' }),
  right: sameAs('left'),
  both: concat({ from: ['left', 'right'] }),
  h: dense(16, relu()),
  scores: dense(2),
})
console.log(describe(net).text)

const model = await fit(net, pairs(1000, 1), { optimizer: adam({ rate: 0.02 }), epochs: 100, seed: 1 }).model
console.log(`accuracy on new pairs: ${evaluate(model, pairs(1000, 2)).accuracy?.toFixed(3)}`)
console.log(`learned: ${Object.keys(model.parameters).join(', ')}`)
