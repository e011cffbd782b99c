// Lists of all parts, for menus, help and documentation. An entry of its own, which training never loads.
import { identity } from './network/activations/identity.ts'
import { leakyRelu } from './network/activations/leaky-relu.ts'
import { prelu } from './network/activations/prelu.ts'
import { relu } from './network/activations/relu.ts'
import { sigmoid } from './network/activations/sigmoid.ts'
import { tanh } from './network/activations/tanh.ts'
import { binarySoftmax } from './network/losses/binary-softmax.ts'
import { binarySvm } from './network/losses/binary-svm.ts'
import { meanSquaredError } from './network/losses/mean-squared-error.ts'
import { softmax } from './network/losses/softmax.ts'
import { svm } from './network/losses/svm.ts'
import type { Activation, Loss } from './network/types.ts'
import { adadelta } from './optimizer/adadelta.ts'
import { adagrad } from './optimizer/adagrad.ts'
import { adam } from './optimizer/adam.ts'
import { adamax } from './optimizer/adamax.ts'
import { adamw } from './optimizer/adamw.ts'
import { amsgrad } from './optimizer/amsgrad.ts'
import { gradientDescent } from './optimizer/gradient-descent.ts'
import { lion } from './optimizer/lion.ts'
import { momentum } from './optimizer/momentum.ts'
import { nadam } from './optimizer/nadam.ts'
import { nesterov } from './optimizer/nesterov.ts'
import { radam } from './optimizer/radam.ts'
import { rmsprop } from './optimizer/rmsprop.ts'
import type { Optimizer } from './optimizer/types.ts'

const byKind = <Part extends { readonly kind: string }>(
  makers: readonly (() => Part)[],
): Readonly<Record<string, () => Part>> => Object.freeze(Object.fromEntries(makers.map((make) => [make().kind, make])))

/** Every activation by its kind. Called without options, each gives its defaults. */
export const activations = /* @__PURE__ */ byKind<Activation>([identity, sigmoid, tanh, relu, leakyRelu, prelu])
/** Every loss by its kind. */
export const losses = /* @__PURE__ */ byKind<Loss>([softmax, svm, binarySoftmax, binarySvm, meanSquaredError])
/** Every optimizer by its kind. */
export const optimizers = /* @__PURE__ */ byKind<Optimizer>([
  gradientDescent,
  momentum,
  nesterov,
  adagrad,
  rmsprop,
  adadelta,
  adam,
  adamw,
  adamax,
  nadam,
  radam,
  amsgrad,
  lion,
])
