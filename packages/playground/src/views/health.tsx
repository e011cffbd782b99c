// The health strip: how each layer fares, in numbers and words, and the doctor's findings.
import type { ReadonlySignal } from '@preact/signals'
import { partName } from '../part-words.ts'
import type { Opened, View } from '../session/messages.ts'
import { healthLines } from './health-words.ts'
import { useKept, useSlowed } from './hooks.ts'
import './views.css'

const everyMs = 500

const healthOf = (view: View | undefined) => view?.health

/** Dead, saturated, zig-zag and update ratio of each layer, and what the doctor finds. */
export function HealthView(props: {
  readonly opened: ReadonlySignal<Opened | undefined>
  readonly view: ReadonlySignal<View | undefined>
}) {
  const opened = props.opened.value
  const health = useSlowed(useKept(props.view, healthOf, props.opened), everyMs).value
  if (!opened || !health) return <p class="health-view waiting">The health of the layers shows after the first look.</p>
  return (
    <section class="health-view" aria-label="Health of the layers">
      <ul class="layers">
        {health.layers.map((layer) => {
          const node = opened.nodes.find(({ name }) => name === layer.node)
          return (
            <li key={layer.node}>
              <h3>
                {layer.node} <small>{node && partName(node.activation)}</small>
              </h3>
              <dl>
                {healthLines(layer, node?.units ?? 0).map(({ about, text, share }) => (
                  <div key={about}>
                    <dt>{about}</dt>
                    <dd>
                      {text}
                      {share !== undefined && (
                        <span class="share-bar" aria-hidden="true">
                          <span style={{ width: `${100 * Math.min(1, share)}%` }} />
                        </span>
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          )
        })}
      </ul>
      {health.findings.length === 0 ? (
        <p class="no-findings">The doctor finds nothing wrong.</p>
      ) : (
        <ol class="findings">
          {health.findings.map(({ title, text, fix }) => (
            <li key={title}>
              <strong>{title}</strong> {text} <em>{fix}</em>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
