// onnxruntime-node: inference of the same network, from an ONNX file made here. Its calls are asynchronous.
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { onnxOfDense } from './onnx-bytes.mjs'

export default {
  package: 'onnxruntime-node',
  cannot: ({ kind }) => (kind === 'training' ? 'it does not train' : undefined),
  async prepare({ layers, rows, sizes, X }) {
    const session = await InferenceSession.create(onnxOfDense(layers, rows))
    const x = new Tensor('float32', X, [rows, sizes[0]])
    return { predict: async () => (await session.run({ x })).scores.data }
  },
}
