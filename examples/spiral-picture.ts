// Draws the decision regions of a network trained on the three-armed spiral: node scripts/run.mjs examples/spiral-picture.ts FILE.svg
import { writeFileSync } from 'node:fs'
import { adam, dense, fit, network, spiral, tanh } from 'wigglenet'

const data = spiral({ classes: 3, rows: 300, noise: 0.15, seed: 3 })
const net = network(2, [dense(20, tanh()), dense(20, tanh()), dense(3)])
const model = await fit(net, data, { optimizer: adam({ rate: 0.01 }), epochs: 400, batch: 20, l2: 1e-4, seed: 1 }).model

// Okabe and Ito's colours, which colour-blind readers can tell apart.
const colours = ['#0072b2', '#e69f00', '#009e73']
const cells = 240
const size = 480
const extent = 1.25
const at = (cell: number) => ((cell + 0.5) / cells) * 2 * extent - extent
const grid = Float32Array.from({ length: 2 * cells * cells }, (_, i) =>
  at(i % 2 === 0 ? (i >> 1) % cells : cells - 1 - Math.floor((i >> 1) / cells)),
)
const labels = model.predict(grid) as string[]

/** One rectangle for each run of equal labels in a row. */
const regions: string[] = []
const step = size / cells
for (let row = 0; row < cells; row++) {
  for (let from = 0; from < cells; ) {
    let to = from
    while (to < cells && labels[row * cells + to] === labels[row * cells + from]) to++
    const colour = colours[data.classes!.indexOf(labels[row * cells + from]!)]
    regions.push(
      `<rect x="${from * step}" y="${row * step}" width="${(to - from) * step}" height="${step + 0.2}" fill="${colour}"/>`,
    )
    from = to
  }
}
const points = Array.from({ length: data.rows }, (_, row) => {
  const [x, y] = [data.X[2 * row]!, data.X[2 * row + 1]!]
  const place = (value: number) => (((value + extent) / (2 * extent)) * size).toFixed(1)
  return `<circle cx="${place(x)}" cy="${place(-y)}" r="3.6" fill="${colours[data.y[row]!]}" stroke="#fff" stroke-width="1"/>`
})
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" role="img" aria-label="Decision regions of a 3-layer network on a spiral of three arms">
<clipPath id="frame"><rect width="${size}" height="${size}" rx="12"/></clipPath><g clip-path="url(#frame)"><g opacity="0.3" shape-rendering="crispEdges">${regions.join('')}</g>${points.join('')}</g></svg>\n`
const file = process.argv[2]
if (file) writeFileSync(file, svg)
console.log(`${regions.length} runs of cells, ${points.length} points${file ? `, written to ${file}` : ''}`)
