import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScanHub, SCAN_QUEUE_LIMIT, type ScanHub } from '../../../renderer/scan/scan-hub.ts'
import { codeOfScan, newScanId, type Scan, type ScanListener } from '../../../renderer/scan/scan-source.ts'
import type { Tone } from '../../../renderer/scan/sound.ts'

type Bench = {
  hub: ScanHub
  tones: Tone[]
  errors: unknown[]
  hear: (raw: string, at?: number) => void
  listen: (listener: ScanListener, level?: 'screen' | 'dialog' | 'lock') => () => void
}

function createBench(): Bench {
  const tones: Tone[] = []
  const errors: unknown[] = []
  let ids = 0
  let orders = 0
  let clock = 0
  const hub = createScanHub({
    now: () => clock,
    newId: () => `scan-${++ids}`,
    play: (tone) => tones.push(tone),
    reportError: (error) => errors.push(error),
  })
  return {
    hub,
    tones,
    errors,
    hear(raw, at = clock + 1000) {
      clock = at
      hub.hear({ raw, source: 'wedge', quality: 'timed', firstAt: at - 50, lastAt: at })
    },
    listen: (listener, level = 'screen') => hub.listen({ level, order: ++orders, listener: () => listener }),
  }
}

/** A listener that keeps every scan open until `next` answers the oldest one. */
function slowListener(): {
  listener: ScanListener
  heard: Scan[]
  next: (reply?: { discardQueue: boolean }) => Promise<void>
} {
  const heard: Scan[] = []
  const open: ((reply: { discardQueue?: boolean }) => void)[] = []
  return {
    heard,
    listener: (scan) => {
      heard.push(scan)
      return new Promise((resolve) => open.push(resolve))
    },
    async next(reply = { discardQueue: false }) {
      open.shift()?.(reply)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const textsOf = (scans: readonly Scan[]): string[] => scans.map(({ text }) => text)

describe('a heard code', () => {
  it('reaches the active context normalised, with an id of its own', () => {
    const bench = createBench()
    const { listener, heard } = slowListener()
    bench.listen(listener)
    bench.hear(' ＴＯＴＥ－07 ')
    expect(heard).toEqual([
      {
        id: 'scan-1',
        raw: ' ＴＯＴＥ－07 ',
        text: 'TOTE-07',
        source: 'wedge',
        quality: 'timed',
        firstAt: 950,
        lastAt: 1000,
      },
    ])
    expect(bench.hub.state()).toMatchObject({ busy: true, queueLength: 0, lastScan: heard[0] })
  })

  it('keeps its AIM identifier beside the text, and gives it back to the station', () => {
    const bench = createBench()
    const { listener, heard } = slowListener()
    bench.listen(listener)
    bench.hear(']C10108801234000017')
    expect(heard[0]).toMatchObject({ raw: ']C10108801234000017', aim: ']C1', text: '0108801234000017' })
    expect(heard.map(codeOfScan)).toEqual([']C10108801234000017'])
    bench.hub.hear({ raw: '8801234000017', aim: ']E0', source: 'hid', quality: 'framed', firstAt: 1, lastAt: 9_000 })
    expect(bench.hub.state()).toMatchObject({ lastScan: { aim: ']E0', text: '8801234000017', source: 'hid' } })
  })

  it('that nobody listens for is told aloud', () => {
    const bench = createBench()
    bench.hear('A')
    expect(bench.hub.state()).toMatchObject({ lastScan: null, notice: { kind: 'unclaimed', text: 'A' } })
    expect(bench.tones).toEqual(['warning'])
  })

  it('heard again within 250 ms is dropped with a soft tick and counted', () => {
    const bench = createBench()
    const { listener, heard } = slowListener()
    bench.listen(listener)
    bench.hear('A', 1000)
    bench.hear('A', 1100)
    bench.hear('A', 1400)
    expect(textsOf(heard)).toEqual(['A'])
    expect(bench.hub.state()).toMatchObject({ bounceCount: 1, queueLength: 1 })
    expect(bench.tones).toEqual(['tick'])
  })

  it('in Hangul is recovered when a known prefix vouches for it, otherwise asked for again', () => {
    const bench = createBench()
    const { listener, heard } = slowListener()
    bench.listen(listener)
    bench.hear('ㅁ-03-2-05')
    bench.hear('주문-12')
    expect(textsOf(heard)).toEqual(['A-03-2-05'])
    expect(heard[0]?.raw).toBe('ㅁ-03-2-05')
    expect(bench.hub.state().notice).toMatchObject({ kind: 'hangul', text: '주문-12' })
  })

  it('from a button on the screen goes the same way', () => {
    const bench = createBench()
    const { listener, heard } = slowListener()
    bench.listen(listener)
    bench.hub.emit('바구니-1')
    expect(heard).toMatchObject([{ text: '바구니-1', source: 'screen' }])
  })

  it('that broke off is told aloud', () => {
    const bench = createBench()
    bench.hub.abandon('timeout', '88')
    expect(bench.hub.state().notice).toMatchObject({ kind: 'abandoned', reason: 'timeout', text: '88' })
    bench.hub.clearNotice()
    expect(bench.hub.state().notice).toBeNull()
  })
})

describe('the queue', () => {
  it('gives every scan to the listener once, in order, one at a time', async () => {
    const bench = createBench()
    const { listener, heard, next } = slowListener()
    bench.listen(listener)
    for (const text of ['A', 'B', 'C']) bench.hear(text)
    expect(textsOf(heard)).toEqual(['A'])
    expect(bench.hub.state().queueLength).toBe(2)
    await next()
    expect(textsOf(heard)).toEqual(['A', 'B'])
    await next()
    await next()
    expect(textsOf(heard)).toEqual(['A', 'B', 'C'])
    expect(bench.hub.state()).toMatchObject({ queueLength: 0, busy: false })
  })

  it('holds ten; the eleventh is refused aloud', () => {
    const bench = createBench()
    bench.listen(slowListener().listener)
    for (let index = 0; index <= SCAN_QUEUE_LIMIT + 1; index++) bench.hear(`code-${index}`)
    expect(bench.hub.state()).toMatchObject({ queueLength: 10, notice: { kind: 'queue-full', text: 'code-11' } })
    expect(bench.tones).toEqual(['error'])
  })

  it('is thrown away aloud when the reply says so', async () => {
    const bench = createBench()
    const { listener, heard, next } = slowListener()
    bench.listen(listener)
    for (const text of ['A', 'B', 'C']) bench.hear(text)
    await next({ discardQueue: true })
    expect(textsOf(heard)).toEqual(['A'])
    expect(bench.hub.state()).toMatchObject({ queueLength: 0, notice: { kind: 'discarded', texts: ['B', 'C'] } })
    expect(bench.tones).toEqual(['error'])
  })

  it('survives a listener that throws: the error is reported, what waits is thrown away, the next scan is heard', async () => {
    const bench = createBench()
    const heard: string[] = []
    bench.listen(async ({ text }) => {
      heard.push(text)
      if (text === 'A') throw new Error('bug')
    })
    bench.hear('A')
    bench.hear('B')
    await new Promise((resolve) => setImmediate(resolve))
    expect(bench.errors).toEqual([new Error('bug')])
    bench.hear('C')
    expect(heard).toEqual(['A', 'C'])
  })

  it('loses nothing and changes no order, whatever the speed of listener and scanner', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (steps) => {
        const bench = createBench()
        const { listener, heard, next } = slowListener()
        bench.listen(listener)
        let count = 0
        for (const hear of steps) {
          if (hear && bench.hub.state().queueLength < SCAN_QUEUE_LIMIT) bench.hear(`code-${count++}`)
          else await next()
        }
        while (bench.hub.state().busy) await next()
        expect(textsOf(heard)).toEqual(Array.from({ length: count }, (_, index) => `code-${index}`))
        expect(new Set(heard.map(({ id }) => id)).size).toBe(count)
      }),
      { numRuns: 60 },
    )
  })
})

describe('one active context', () => {
  it('is the dialog while it is open; nothing falls through to the screen', async () => {
    const bench = createBench()
    const screen: string[] = []
    const dialog: string[] = []
    bench.listen(({ text }) => void screen.push(text))
    const close = bench.listen(({ text }) => void dialog.push(text), 'dialog')
    bench.hear('A')
    close()
    await new Promise((resolve) => setImmediate(resolve))
    bench.hear('B')
    expect({ screen, dialog }).toEqual({ screen: ['B'], dialog: ['A'] })
  })

  it('hears the dialog that a screen waits for while it deals with a scan', async () => {
    const bench = createBench()
    const answers: string[] = []
    bench.listen(
      () =>
        new Promise((resolve) => {
          const close = bench.listen(({ text }) => {
            answers.push(text)
            close()
            resolve({})
          }, 'dialog')
        }),
    )
    bench.hear('A')
    bench.hear('yes')
    await new Promise((resolve) => setImmediate(resolve))
    expect(answers).toEqual(['yes'])
    expect(bench.hub.state().busy).toBe(false)
  })

  it('is never acted behind: what waited for the screen is thrown away when a dialog covers it', async () => {
    const bench = createBench()
    const { listener, heard, next } = slowListener()
    bench.listen(listener)
    bench.hear('A')
    bench.hear('B')
    bench.listen(() => {}, 'dialog')
    await next()
    expect(textsOf(heard)).toEqual(['A'])
    expect(bench.hub.state().notice).toMatchObject({ kind: 'discarded', texts: ['B'] })
  })

  it('that goes away takes what waited for it along, aloud', () => {
    const bench = createBench()
    const leave = bench.listen(slowListener().listener)
    bench.hear('A')
    bench.hear('B')
    leave()
    expect(bench.hub.state()).toMatchObject({ queueLength: 0, notice: { kind: 'discarded', texts: ['B'] } })
  })
})

describe('the shown state', () => {
  it('is a new object on each change and the same one between', () => {
    const bench = createBench()
    const seen: unknown[] = []
    const stop = bench.hub.subscribe(() => seen.push(bench.hub.state()))
    bench.hear('A')
    expect(bench.hub.state()).toBe(seen.at(-1))
    stop()
    bench.hear('B')
    expect(bench.hub.state()).not.toBe(seen.at(-1))
  })
})

describe('a scan id', () => {
  it('is a version 4 UUID with and without crypto.randomUUID', () => {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    const bare = { getRandomValues: crypto.getRandomValues.bind(crypto) }
    expect(newScanId({ ...bare, randomUUID: () => crypto.randomUUID() })).toMatch(pattern)
    expect(newScanId(bare)).toMatch(pattern)
    expect(newScanId(bare)).not.toBe(newScanId(bare))
  })
})
