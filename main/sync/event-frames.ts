import { StreamEvent } from '../../contract/central/messages.ts'

/** More characters than this in one event are not of Baro. */
const MOST_CHARACTERS = 64 << 20

/** Thrown when what came is not what a centre sends. */
export class FrameWrongError extends Error {}

/**
 * Reads events in SSE framing out of bytes that are cut anywhere. `take` gives the events that are whole by now; one that
 * was cut off at the end of a stream never comes. Throws {@link FrameWrongError}.
 */
export function readFrames(): { take(bytes: Uint8Array): StreamEvent[] } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  // Pieces of the unfinished event: joined only once its end has come, so that a large one is not copied with each piece.
  let pieces: string[] = []
  let length = 0
  let hadReturn = false

  const lines = (text: string): string => {
    // CR LF and CR alone end a line as LF does; a CR at the end of a piece may be the first half of CR LF.
    const joined = hadReturn ? `\r${text}` : text
    hadReturn = joined.endsWith('\r')
    return (hadReturn ? joined.slice(0, -1) : joined).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  }

  return {
    take: (bytes) => {
      let text: string
      try {
        text = lines(decoder.decode(bytes, { stream: true }))
      } catch {
        throw new FrameWrongError('Not UTF-8')
      }
      length += text.length
      if (length > MOST_CHARACTERS) throw new FrameWrongError('An event without an end')
      const endsAcross = pieces.at(-1)?.endsWith('\n') === true && text.startsWith('\n')
      pieces.push(text)
      if (!text.includes('\n\n') && !endsAcross) return []
      const blocks = pieces.join('').split('\n\n')
      const rest = blocks.pop() ?? ''
      pieces = rest === '' ? [] : [rest]
      length = rest.length
      return blocks.flatMap((block) => {
        const event = readEvent(block)
        return event === null ? [] : [event]
      })
    },
  }
}

function readEvent(block: string): StreamEvent | null {
  let event = ''
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? []
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
  }
  if (event === '' && data.length === 0) return null
  let json: unknown
  try {
    json = JSON.parse(data.join('\n'))
  } catch {
    throw new FrameWrongError('Not JSON')
  }
  const parsed = StreamEvent.safeParse({ event, data: json })
  // An event of a newer centre says nothing to this station.
  if (!parsed.success && !['commit', 'reset', 'beat'].includes(event)) return null
  if (!parsed.success) throw new FrameWrongError(`Not a ${event}`)
  return parsed.data
}
