// What an activation costs going forward, in nanoseconds a number.
import {
  type Activation,
  createModel,
  dense,
  drawParameter,
  identity,
  meanSquaredError,
  network,
  parameterShapes,
  version,
} from 'wigglenet'

const [inputs, units, rows] = [4, 4096, 256]

/** The least time of some turns that a layer takes with each activation, less that of the same layer with none.
 *  Shapes:  a list of nanoseconds for each number that goes through, in the order of the activations
 *  Example: activationCosts([relu(), tanh()], 10)  // such as [0.1, 2.5]  */
export function activationCosts(activations: readonly Activation[], turns: number): number[] {
  const runs = [identity(), ...activations].map((activation) => {
    const net = network(inputs, [dense(units, activation), dense(1)])
    const parameters = Object.fromEntries(
      parameterShapes(net).map((shape, index) => [shape.name, drawParameter(shape, 1, index)]),
    )
    const provenance = {
      library: version,
      seed: 1,
      options: {},
      data: { fingerprint: '', rows },
      epochs: 0,
      steps: 0,
      engine: { backend: 'wasm', features: [] },
    }
    const model = createModel({ network: net, parameters, loss: meanSquaredError(), task: 'regression', provenance })
    const X = Float32Array.from({ length: rows * inputs }, (_, i) => ((i * 7919) % 200) / 50 - 2)
    const out = new Float32Array(rows)
    return { run: () => model.scoresInto(X, out), ms: Infinity }
  })
  // In turns, so that what else the machine does meets all alike; the first turn prepares.
  for (let turn = 0; turn <= turns; turn++) {
    for (const own of runs) {
      const startMs = performance.now()
      own.run()
      if (turn > 0) own.ms = Math.min(own.ms, performance.now() - startMs)
    }
  }
  const [bare, ...others] = runs
  return others.map(({ ms }) => ((ms - bare!.ms) * 1e6) / (rows * units))
}
