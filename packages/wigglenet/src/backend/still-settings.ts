import type { Plan } from '../plan/types.ts'
import type { Settings } from './backend.ts'

/** The settings under which a plan gives the loss of the data alone: no regularization, shuffling, dropout or noise. */
export function stillSettings({ batch, noise, dropout }: Plan): Settings {
  return { seed: 0, batch, l2: 0, l1: 0, shuffle: false, noise: noise.map(() => 0), dropout: dropout.map(() => 0) }
}
