import convnetjs from 'convnetjs'

export function train(rows, labels, epochs) {
  const net = new convnetjs.Net()
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: 2 },
    { type: 'fc', num_neurons: 20, activation: 'tanh' },
    { type: 'softmax', num_classes: 2 },
  ])
  const trainer = new convnetjs.Trainer(net, { method: 'sgd', learning_rate: 1, momentum: 0, batch_size: 10 })
  const volumes = rows.map((row) => new convnetjs.Vol(row))
  for (let epoch = 0; epoch < epochs; epoch++) volumes.forEach((volume, i) => trainer.train(volume, labels[i]))
  return net.forward(new convnetjs.Vol([0.1, 0.4])).w
}
