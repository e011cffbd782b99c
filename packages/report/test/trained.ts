// Small runs for tests: trained once, in a part of a second.
import {
  dense,
  evaluate,
  fit,
  type Model,
  network,
  relu,
  spiral,
  splitRows,
  type TrainingEvent,
  takeRows,
} from 'wigglenet'
import type { Report, TrainedRun } from '../src/index.ts'

/** Three arms, whose names may be anything. */
export async function trainedSpiral(classes?: readonly string[]): Promise<{ run: TrainedRun; report: Report }> {
  const made = spiral({ classes: 3, rows: 120, seed: 1 })
  const data = { ...made, ...(classes && { classes }) }
  const parts = splitRows(data.rows, { validation: 0.2, test: 0.2, seed: 1 })
  const [training, validation, test] = [parts.train, parts.validation, parts.test].map((rows) => takeRows(data, rows))
  const events: TrainingEvent[] = []
  const fitted = fit(network(2, [dense(8, relu()), dense(3)]), training!, {
    loss: 'softmax',
    epochs: 20,
    seed: 1,
    validation: validation!,
  })
  for await (const event of fitted) events.push(event)
  const model = (await fitted.model) as Model
  const run = { model, events, training: training!, test: test! }
  const { accuracy, rows } = evaluate(model, test!)
  return { run, report: { name: 'spiral', run, estimate: { accuracy: accuracy!, rows }, findings: [] } }
}
