import type { Command } from 'commander'
import { describe, type Model, type Network, OptionError } from 'wigglenet'
import { activations } from 'wigglenet/catalogue'
import { isSpec, networkFromSpec } from '../build-network.ts'
import { number } from '../flags.ts'
import { openModel } from '../model-path.ts'
import { counted, type Terminal, visible } from '../terminal.ts'

interface Flags {
  readonly activation?: string
  readonly maxout?: number
  readonly json?: boolean
}

/** `wigglenet describe`: what a network consists of. */
export function addDescribe(program: Command, terminal: Terminal): void {
  program
    .command('describe')
    .summary('count the layers, neurons and parameters of a network')
    .description('Counts layers, neurons, weights and biases of a model, or of a network given by its sizes.')
    .argument('<model>', 'model file, folder of a run, or sizes such as 784-128-10')
    .option('--activation <name>', `of the hidden layers of given sizes: ${Object.keys(activations).join(', ')}`)
    .option('--maxout <pieces>', 'maxout layers of this many pieces', number('--maxout'))
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet describe 3-4-2
  wigglenet describe 2-20-3 --activation prelu
  wigglenet describe runs/penguins-1`,
    )
    .action(async (given: string, flags: Flags) => {
      refuseIdle(given, flags)
      const { activation = 'relu', maxout = 0, json } = flags
      const settings = { activation, maxout, dropout: 0 }
      const model = isSpec(given) ? undefined : await openModel(given)
      const network = model ? model.network : networkFromSpec(given, settings)
      terminal.stdout.write(json ? `${JSON.stringify(factsOf(network, model))}\n` : textOf(network, model))
    })
}

/** A flag that would do nothing is an error. */
function refuseIdle(given: string, { activation, maxout }: Flags): void {
  if (activation !== undefined && maxout !== undefined) {
    const expected = 'hidden layers are maxout or have an activation'
    const received = '--maxout and --activation'
    throw new OptionError({ where: 'describe', expected, received, fix: 'Leave one of them out.' })
  }
  if ((activation ?? maxout) === undefined || isSpec(given)) return
  const where = maxout === undefined ? '--activation' : '--maxout'
  const expected = 'the flag is for a network given by its sizes'
  throw new OptionError({ where, expected, received: given, fix: 'Leave it out.' })
}

function factsOf(network: Network, model: Model | undefined) {
  const { text, table: _, ...counts } = describe(network)
  if (!model) return { text, ...counts }
  const { task, classes, loss, provenance } = model
  return { text, ...counts, task, ...(classes && { classes }), loss: loss.kind, provenance }
}

function textOf(network: Network, model: Model | undefined): string {
  const { text, table, multiplyAdds } = describe(network)
  const lines = [text, '', table, '', `${multiplyAdds} multiply-adds for one example`]
  if (model) lines.push('', ...modelLines(model).map(visible))
  return `${lines.join('\n')}\n`
}

function modelLines({ task, classes, loss, preprocessing, provenance }: Model): string[] {
  const { library, seed, epochs, steps, data, engine } = provenance
  const lines = [`${task}${classes ? ` of ${classes.join(', ')}` : ''}, loss ${loss.kind}`]
  if (preprocessing?.kind === 'table') {
    lines.push(`target ${preprocessing.target.name}; features:`)
    for (const feature of preprocessing.features) {
      const holds =
        feature.kind === 'number'
          ? `number, in training from ${feature.range[0]} to ${feature.range[1]}`
          : `category, one of ${feature.categories.join(', ')}`
      lines.push(`  ${feature.name}: ${holds}`)
    }
  }
  if (preprocessing?.kind === 'image') lines.push(`images of ${preprocessing.shape.join('x')} pixels`)
  lines.push(
    `trained on ${counted(data.rows, 'row')} (fingerprint ${data.fingerprint}) for ${counted(epochs, 'epoch')}, ${counted(steps, 'step')}, seed ${seed}, ` +
      `by wigglenet ${library} on ${engine.backend}`,
  )
  return lines
}
