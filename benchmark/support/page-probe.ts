// Runs inside the page, before its own scripts: hears the terminator first, and tells when the answer was painted.
import { api } from '../../renderer/api.ts'

/** What was painted: milliseconds from the key's own time stamp to the task behind the frame that shows the answer. */
export type Painted = { milliseconds: number }

/** What the benchmark calls in the page: `expect` before the keys, then `painted`, which resolves with the painted answer. */
export type PageProbe = {
  expect(what: 'band' | 'no-band' | 'echo'): void
  painted(): Promise<Painted>
}

declare global {
  interface Window {
    baroProbe: PageProbe
  }
}

type Waiting = {
  what: 'band' | 'no-band' | 'echo'
  at: number | null
  band: Element | null
  done: (at: number) => void
}

let waiting: Waiting | null = null
let echoes = 0

function shownBand(): Element | null {
  return document.querySelector('[data-feedback]')
}

/** The frame that shows a change ends with the first task after its animation callbacks. */
function afterPaint(tell: () => void): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = tell
    channel.port2.postMessage(null)
  })
}

function answered(): void {
  const present = waiting
  if (present === null || present.at === null) return
  waiting = null
  afterPaint(() => present.done(performance.now()))
}

window.addEventListener(
  'keydown',
  (event) => {
    if (waiting === null || waiting.at !== null) return
    if (event.code === 'Enter' && waiting.what !== 'echo') {
      waiting.at = event.timeStamp
      waiting.band = shownBand()
    } else if (event.code === 'F9' && waiting.what === 'echo') {
      event.preventDefault()
      waiting.at = event.timeStamp
      echoes += 1
      void echo(`echo ${echoes} of a code`)
    }
  },
  { capture: true },
)

async function echo(text: string): Promise<void> {
  const answer = await api.session.echo({ text })
  let place = document.getElementById('baro-echo')
  if (place === null) {
    place = document.createElement('output')
    place.id = 'baro-echo'
    // By properties: the page's policy allows no style attribute that comes as text.
    Object.assign(place.style, { position: 'fixed', left: '0', bottom: '0', zIndex: '9', fontSize: '24px' })
    document.body.append(place)
  }
  place.textContent = answer.text
}

new MutationObserver(() => {
  if (waiting === null || waiting.at === null) return
  if (waiting.what === 'echo') {
    if (document.getElementById('baro-echo')?.textContent === `echo ${echoes} of a code`) answered()
    return
  }
  const band = shownBand()
  if (waiting.what === 'band' ? band !== null && band !== waiting.band : band === null) answered()
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })

let painting: Promise<Painted> = Promise.reject(new Error('Nothing is expected'))
painting.catch(() => undefined)

window.baroProbe = {
  expect: (what) => {
    painting = new Promise((resolve) => {
      const mine: Waiting = {
        what,
        at: null,
        band: null,
        done: (at) => resolve({ milliseconds: at - (mine.at ?? Number.NaN) }),
      }
      waiting = mine
    })
  },
  painted: () => painting,
}
