// <wiggle-net>: a live figure for a course page, in one script. Attributes in, a network that trains in a worker of its own, the page's views.
// It computes nothing before it is seen, and rests while it is out of sight.
import { signal } from '@preact/signals'
import { render } from 'preact'
import { OptionError } from 'wigglenet'
import colours from '../page/colours.css?inline'
import parts from '../page/parts.css?inline'
import { type Port, windowScreen } from '../page/ports.ts'
import { createState, type State } from '../page/state.ts'
import SessionWorker from '../session/worker.ts?worker&inline'
import type { Setup } from '../setup.ts'
import views from '../views/views.css?inline'
import { attributeNames, changesBetween, checkNames, type Figure, readFigure } from './attributes.ts'
import own from './element.css?inline'
import { FigureView } from './figure.tsx'

const noWorker =
  'wiggle-net: the page must let a worker start from its own text; got an error instead. ' +
  "Let the page's content security policy allow worker-src blob:."

// One for all figures of a page; a policy that forbids style elements lets it pass.
const sheet = new CSSStyleSheet()
sheet.replaceSync(`${colours}${parts}${views}${own}`)

class WiggleNet extends HTMLElement {
  static readonly observedAttributes = attributeNames
  /** How it stands, for programs on the page; undefined before it is seen. */
  state: State | undefined
  readonly #problem = signal<string | undefined>(undefined)
  readonly #playground = signal<string | undefined>(undefined)
  #worker: Worker | undefined
  #sight: IntersectionObserver | undefined
  #readAgain = false
  #rests = false

  connectedCallback(): void {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = [sheet]
      root.append(document.createElement('div'))
    }
    this.#sight = new IntersectionObserver((entries) => this.#look(entries.at(-1)!.isIntersecting))
    this.#sight.observe(this)
  }

  disconnectedCallback(): void {
    this.#sight?.disconnect()
    render(null, this.#room)
    this.#worker?.terminate()
    this.#worker = undefined
    this.state = undefined
  }

  attributeChangedCallback(): void {
    // Several attributes that change together are read together.
    if (!this.state || this.#readAgain) return
    this.#readAgain = true
    queueMicrotask(() => {
      this.#readAgain = false
      const { state } = this
      if (state) this.#read(state, ({ setup }) => takeChanges(state, setup))
    })
  }

  get #room(): Element {
    return this.shadowRoot!.lastElementChild!
  }

  #look(seen: boolean): void {
    const { state } = this
    if (!state) {
      if (seen) this.#start()
    } else if (!seen && state.running.value) {
      this.#rests = true
      state.pause()
    } else if (seen && this.#rests) {
      this.#rests = false
      state.run()
    }
  }

  #start(): void {
    const worker = new SessionWorker()
    worker.onerror = ({ message }) => (this.#problem.value = message ? `wiggle-net: ${message}` : noWorker)
    this.#worker = worker
    const state = createState(worker as Port, windowScreen())
    this.state = state
    this.#read(state, ({ setup, autoplay }) => {
      // A page that asks for less motion gets a figure that stands still until a visitor runs it.
      state.open(setup, { run: autoplay && !matchMedia('(prefers-reduced-motion: reduce)').matches })
    })
    render(<FigureView state={state} problem={this.#problem} playground={this.#playground} />, this.#room)
  }

  #read(state: State, take: (figure: Figure) => void): void {
    try {
      checkNames(this.getAttributeNames())
      const figure = readFigure((name) => this.getAttribute(name))
      this.#problem.value = undefined
      this.#playground.value = figure.playground
      state.setSpeed(figure.stepsPerSecond)
      take(figure)
    } catch (error) {
      if (!(error instanceof OptionError)) throw error
      this.#problem.value = error.message
    }
  }
}

/** A strength or rate changes the run that goes on; anything else begins a new one. */
function takeChanges(state: State, setup: Setup): void {
  const changes = changesBetween(state.setup.value, setup)
  if (changes && state.opened.value) state.set(changes)
  else state.open(setup)
}

if (!customElements.get('wiggle-net')) customElements.define('wiggle-net', WiggleNet)
