// How the run stands, in words: once a second at most, so that a screen reader is not flooded.
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Opened, Standing, View } from '../session/messages.ts'
import { errorWords } from '../views/standing-words.ts'
import type { State } from './state.ts'

const everyMs = 1000
const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

/** The words of a view. */
export function standingText(opened: Opened | undefined, view: View | undefined): string {
  if (!opened) return 'Making the network …'
  if (!view) return opened.summary
  const of = (name: string, standing: Standing) => {
    const { loss, accuracy } = standing
    return `${name} loss ${loss.toPrecision(4)}${accuracy === undefined ? '' : `, accuracy ${percent.format(accuracy)}`}${errorWords(standing)}`
  }
  const parts = [
    `step ${count.format(view.step)}, epoch ${count.format(view.epoch)}`,
    ...(view.running ? [`${count.format(view.speed)} steps a second`] : []),
    of('training', view.train),
    ...(view.test ? [of('test', view.test)] : []),
    ...(view.curve?.supError !== undefined ? [`largest error ${view.curve.supError.toPrecision(3)}`] : []),
  ]
  return parts.join(' · ')
}

export function Summary({ state }: { readonly state: State }) {
  const text = useSignal('')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let shownAt = Number.NEGATIVE_INFINITY
    const show = () => {
      timer = undefined
      shownAt = performance.now()
      text.value = standingText(state.opened.value, state.view.value)
    }
    const stop = state.view.subscribe(() => {
      timer ??= setTimeout(show, Math.max(0, shownAt + everyMs - performance.now()))
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [state, text])
  return (
    <div class="summary">
      <p>{state.opened.value?.summary ?? ''}</p>
      <p class="standing" aria-live="polite">
        {text.value}
      </p>
    </div>
  )
}
