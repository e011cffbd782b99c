// A chain of dense layers as an ONNX file: the few messages of onnx.proto (ONNX IR version 8, operators 13) that it takes, written by hand.

function varint(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return Buffer.from([...bytes, value])
}
const whole = (field, value) => Buffer.concat([varint(field * 8), varint(value)])
const nested = (field, ...parts) => {
  const content = Buffer.concat(parts)
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
}
const text = (field, value) => nested(field, Buffer.from(value))

const FLOAT = 1
const INT_ATTRIBUTE = 2

const tensor = (name, dims, values) => [
  ...dims.map((size) => whole(1, size)),
  whole(2, FLOAT),
  text(8, name),
  nested(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
]
const node = (type, inputs, output, ...attributes) =>
  nested(1, ...inputs.map((name) => text(1, name)), text(2, output), text(4, type), ...attributes)
const flag = (name, value) => nested(5, text(1, name), whole(3, value), whole(20, INT_ATTRIBUTE))
const matrix = (field, name, [rows, columns]) => {
  const shape = nested(2, nested(1, whole(1, rows)), nested(1, whole(1, columns)))
  return nested(field, text(1, name), nested(2, nested(1, whole(1, FLOAT), shape)))
}

/** The model x (rows, inputs) → scores (rows, outputs), ReLU between its layers. */
export function onnxOfDense(layers, rows) {
  const last = layers.length - 1
  const nodes = layers.flatMap((_, i) => [
    node('Gemm', [i === 0 ? 'x' : `h${i - 1}`, `W${i}`, `b${i}`], i === last ? 'scores' : `z${i}`, flag('transB', 1)),
    ...(i === last ? [] : [node('Relu', [`z${i}`], `h${i}`)]),
  ])
  const values = layers.flatMap(({ W, b, units, inputs }, i) => [
    nested(5, ...tensor(`W${i}`, [units, inputs], W)),
    nested(5, ...tensor(`b${i}`, [units], b)),
  ])
  const ends = [matrix(11, 'x', [rows, layers[0].inputs]), matrix(12, 'scores', [rows, layers[last].units])]
  const graph = nested(7, ...nodes, text(2, 'dense'), ...values, ...ends)
  return Buffer.concat([whole(1, 8), graph, nested(8, whole(2, 13))])
}
