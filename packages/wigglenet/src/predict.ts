// For programs that only predict, which start sooner by it: a model from a file or from its parts, and nothing that trains, judges, diagnoses
// or draws. A name is here if a model to predict with can need it: networks, every layer, activation and loss, own formulas, the devices of one
// thread, the errors. Initializers, constraints and what else only training reads are not; a model file may name them all the same. Everything is
// the very thing that `wigglenet` exports: tools for files and threads of `wigglenet/node` go with either.

export type { Backend } from './backend/backend.ts'
export { fast } from './backend/wasm/fast.ts'
export { wasm } from './backend/wasm/wasm.ts'
export {
  type Complaint,
  DataError,
  NumberError,
  OptionError,
  ShapeError,
  UnsupportedError,
  WiggleError,
} from './check/errors.ts'
export type { Preprocessing } from './data/types.ts'
export { modelFromBytes } from './model/file.ts'
export { createModel, type ModelOptions } from './model/model.ts'
export type { Classifier, Model, ModelParts, ModelRows, Provenance, Regressor } from './model/types.ts'
export { activation } from './network/activations/activation.ts'
export * from './network/activations/all.ts'
export { add } from './network/layers/add.ts'
export { batchNorm } from './network/layers/batch-norm.ts'
export { columns } from './network/layers/columns.ts'
export { concat } from './network/layers/concat.ts'
export { crelu } from './network/layers/crelu.ts'
export { dense } from './network/layers/dense.ts'
export { layerNorm } from './network/layers/layer-norm.ts'
export { maxout } from './network/layers/maxout.ts'
export { neurons } from './network/layers/neurons.ts'
export { sameAs } from './network/layers/same-as.ts'
export * from './network/losses/all.ts'
export { binaryCrossEntropy } from './network/losses/binary-cross-entropy.ts'
export { crossEntropy } from './network/losses/cross-entropy.ts'
export { elementLoss } from './network/losses/element-loss.ts'
export { joint } from './network/losses/joint.ts'
export { klDivergence } from './network/losses/kl-divergence.ts'
export { multiLabel } from './network/losses/multi-label.ts'
export { network } from './network/network.ts'
export { parameterShapes } from './network/parameters.ts'
export type { Activation, Layer, Loss, Network } from './network/types.ts'
