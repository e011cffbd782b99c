// Lists of all parts, for menus, help and documentation. An entry of its own, which training never loads.
import * as allActivations from './network/activations/all.ts'
import * as allLosses from './network/losses/all.ts'
import type { Activation, Loss } from './network/types.ts'
import { adadelta } from './optimizer/adadelta.ts'
import { adagrad } from './optimizer/adagrad.ts'
import { adam } from './optimizer/adam.ts'
import { adamax } from './optimizer/adamax.ts'
import { adamw } from './optimizer/adamw.ts'
import { amsgrad } from './optimizer/amsgrad.ts'
import { centeredRmsprop } from './optimizer/centered-rmsprop.ts'
import { gradientDescent } from './optimizer/gradient-descent.ts'
import { lion } from './optimizer/lion.ts'
import { momentum } from './optimizer/momentum.ts'
import { nadam } from './optimizer/nadam.ts'
import { nesterov } from './optimizer/nesterov.ts'
import { radam } from './optimizer/radam.ts'
import { rmsprop } from './optimizer/rmsprop.ts'
import { rprop } from './optimizer/rprop.ts'
import { constantRate } from './optimizer/schedule.ts'
import { cosineDecay } from './optimizer/schedules/cosine-decay.ts'
import { exponentialDecay } from './optimizer/schedules/exponential-decay.ts'
import { inverseTimeDecay } from './optimizer/schedules/inverse-time-decay.ts'
import { onPlateau } from './optimizer/schedules/on-plateau.ts'
import { oneCycle } from './optimizer/schedules/one-cycle.ts'
import { polynomialDecay } from './optimizer/schedules/polynomial-decay.ts'
import { stepDecay } from './optimizer/schedules/step-decay.ts'
import { warmRestarts } from './optimizer/schedules/warm-restarts.ts'
import type { Optimizer, Schedule } from './optimizer/types.ts'

const byKind = <Part extends { readonly kind: string }>(
  makers: Readonly<Record<string, () => Part>>,
): Readonly<Record<string, () => Part>> =>
  Object.freeze(Object.fromEntries(Object.values(makers).map((make) => [make().kind, make])))

/** Every activation by its kind. Called without options, each gives its defaults. */
export const activations = /* @__PURE__ */ byKind<Activation>(allActivations)
/** Every loss by its kind. */
export const losses = /* @__PURE__ */ byKind<Loss>(allLosses)
/** Every optimizer by its kind. */
export const optimizers = /* @__PURE__ */ byKind<Optimizer>({
  gradientDescent,
  momentum,
  nesterov,
  adagrad,
  rmsprop,
  centeredRmsprop,
  adadelta,
  adam,
  adamw,
  adamax,
  nadam,
  radam,
  amsgrad,
  lion,
  rprop,
})
/** Every schedule by its kind. */
export const schedules = /* @__PURE__ */ byKind<Schedule>({
  constantRate,
  stepDecay,
  exponentialDecay,
  inverseTimeDecay,
  polynomialDecay,
  cosineDecay,
  warmRestarts,
  oneCycle,
  onPlateau,
})
