import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamEvent } from '../../../contract/central/messages.ts'
import { FrameWrongError, readFrames } from '../../../main/sync/event-frames.ts'

const events: StreamEvent[] = [
  { event: 'beat', data: { revision: 1 } },
  {
    event: 'commit',
    data: {
      revision: 2,
      ack: 7,
      checksum: 'ab',
      changes: [['tote', 't', { id: 't', name: '바구니 🧺\n', n: 1, x: null }]],
    },
  },
  { event: 'commit', data: { revision: 3, ack: null, checksum: 'cd', changes: [['tote', 't', null]] } },
  { event: 'reset', data: { reason: 'floor' } },
]
const text = (ending: string): string =>
  `: hello${ending}${ending}${events
    .map(({ event, data }) => `event: ${event}${ending}data: ${JSON.stringify(data)}${ending}${ending}`)
    .join('')}`

describe('reading event frames', () => {
  it('gives the same events wherever the bytes are cut, with every kind of line end', () => {
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(400), { maxLength: 40 }), (ending, cuts) => {
        // A CR at the very end may be half of a line end: one more byte settles it.
        const bytes = new TextEncoder().encode(`${text(ending)}:`)
        const frames = readFrames()
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        const found = places.slice(1).flatMap((end, index) => frames.take(bytes.slice(places[index], end)))
        expect(found).toEqual(events)
      }),
      { numRuns: 300 },
    )
  })

  it('never gives an event that was cut off', () => {
    const bytes = new TextEncoder().encode(text('\n'))
    for (let end = 0; end < bytes.length; end += 1) {
      const found = readFrames().take(bytes.slice(0, end))
      expect(found.length).toBeLessThan(events.length)
      expect(found).toEqual(events.slice(0, found.length))
    }
  })

  it('refuses what is not of a centre, and passes over what only a newer one sends', () => {
    const take = (line: string) => readFrames().take(new TextEncoder().encode(line))
    expect(() => take('event: beat\ndata: {"revision":"x"}\n\n')).toThrow(FrameWrongError)
    expect(() => take('event: commit\ndata: {"rev\n\n')).toThrow(FrameWrongError)
    expect(() => readFrames().take(new Uint8Array([0xff, 0xff]))).toThrow(FrameWrongError)
    expect(take('event: weather\ndata: {"rain":1}\n\nevent: beat\ndata: {"revision":9}\n\n')).toEqual([
      { event: 'beat', data: { revision: 9 } },
    ])
  })
})
