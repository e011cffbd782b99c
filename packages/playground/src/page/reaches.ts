// What a guided experiment states about its run, so that it can be held to it.
import type { LayerHealth, View } from '../session/messages.ts'

/** Where a run of the setup stands after so many steps, the same on every machine; and how long a slow one may take for them. */
export interface Reaches {
  readonly steps: number
  readonly seconds: number
  readonly of: keyof typeof measures
  readonly low: number
  readonly high: number
}

/** What is read of a view. */
export interface Reached extends Pick<View, 'train' | 'test'> {
  readonly supError?: number | undefined
  readonly health?: { readonly layers: readonly Pick<LayerHealth, 'dead'>[] } | undefined
}

const measures = {
  accuracy: { name: 'training accuracy', read: ({ train }: Reached) => train.accuracy },
  loss: { name: 'training loss', read: ({ train }: Reached) => train.loss },
  testLoss: { name: 'test loss', read: ({ test }: Reached) => test?.loss },
  supError: { name: 'largest error', read: ({ supError }: Reached) => supError },
  dead: {
    name: 'number of dead units',
    read: ({ health }: Reached) => health?.layers.reduce((sum, { dead = [] }) => sum + dead.length, 0),
  },
} as const

/** The number that a preset states something of. */
export const reached = (view: Reached, { of }: Reaches): number | undefined => measures[of].read(view)

/** What a preset states, in words. */
export function reachesText({ steps, of, low, high }: Reaches): string {
  const { name } = measures[of]
  const range = high === Infinity ? `at least ${low}` : low === 0 ? `at most ${high}` : `between ${low} and ${high}`
  return `After ${steps.toLocaleString('en')} steps the ${name} is ${range}.`
}
