import { schedule } from '../schedule.ts'

/** A rate that falls by a factor where the loss no longer does. `fit` tells it the validation loss after each epoch, or the training loss where
 *  there is no validation; where the run stands is part of its checkpoint.
 *  Formula: rate·max(end, factor^cuts), one cut more at each `patience`-th epoch in a row whose loss is not below best - threshold·|best|
 *  Options: factor, no unit, in (0, 1), default 0.1; patience, epochs, in [1, ∞), default 10; threshold, a share of the best loss, in [0, 1), default
 *           1e-4; end, the least share of the rate, in [0, 1], default 0
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  keras.callbacks.ReduceLROnPlateau, with the relative threshold of torch.optim.lr_scheduler.ReduceLROnPlateau  */
export const onPlateau = /* @__PURE__ */ schedule(
  'on-plateau',
  {
    factor: { interval: '(0, 1)', default: 0.1 },
    patience: { interval: '[1, ∞)', default: 10 },
    threshold: { interval: '[0, 1)', default: 1e-4 },
    end: { interval: '[0, 1]', default: 0 },
  },
  'rate * max(end, factor^cuts)',
  {
    worse: '(epoch > 1) * (loss >= best - threshold * abs(best))',
    cuts: 'cuts + worse * (wait + 1 >= patience)',
    wait: 'wait + 1 >= patience ? 0 : worse * (wait + 1)',
    best: 'worse > 0 ? best : loss',
  },
)
