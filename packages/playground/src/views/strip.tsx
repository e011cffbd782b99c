// Final losses of many seeds: a row a network, a dot a seed, a tick at the median.

import { variantColour } from './colors.ts'
import { px } from './network-places.ts'
import { decades, median, type StripRow, shareOf, stripRange, stripWords } from './strip-places.ts'
import { numberText } from './ticks.ts'
import './views.css'

export function StripView({ rows, title }: { readonly rows: readonly StripRow[]; readonly title: string }) {
  const range = stripRange(rows)
  const percent = (loss: number) => `${100 * shareOf(loss, range)}%`
  return (
    <figure class="strip-view">
      <figcaption>{title}</figcaption>
      <div class="strip" role="img" aria-label={`${title}. ${rows.map(stripWords).join('. ')}.`}>
        {rows.map((row, k) => {
          const middle = median(row.losses)
          return (
            <div key={row.label} class="strip-row" style={{ '--colour': variantColour(k) }}>
              <span class="strip-label">{row.label}</span>
              <span class="strip-line">
                {row.losses.map((loss, seed) => (
                  <i key={seed} style={{ left: percent(loss), top: px(12 + 5 * ((seed % 3) - 1)) }} />
                ))}
                {middle !== undefined && <b style={{ left: percent(middle) }} />}
              </span>
            </div>
          )
        })}
        <div class="strip-row axis">
          <span />
          <span class="strip-line">
            {decades(range).map((decade) => (
              <small key={decade} style={{ left: percent(decade) }}>
                {numberText(decade)}
              </small>
            ))}
          </span>
        </div>
      </div>
      <ul class="strip-words">
        {rows.map((row) => (
          <li key={row.label}>{stripWords(row)}</li>
        ))}
      </ul>
    </figure>
  )
}
