/** The longest frame before it is given up. */
const MOST_CHARACTERS = 1_024
const STX = '\u0002'
const ETX = '\u0003'

/** What a serial line has said: a whole frame, or one that lost its end. */
export type SerialFrame = { text: string; whole: boolean; firstAt: number; lastAt: number }

/** Cuts what a serial line sends into frames. */
export type SerialFrames = {
  /** Takes what has arrived; the frames that are now known. */
  take: (text: string, at: number) => SerialFrame[]
  /** After a silence: what had begun is broken; null when nothing had. */
  drop: () => SerialFrame | null
}

/**
 * Frames end with CR, LF or both, or stand between STX and ETX; what stands between an ETX and the next STX (a check
 * character) is left out. Times are of the pieces that a frame came in.
 */
export function createSerialFrames(): SerialFrames {
  let text = ''
  let firstAt = 0
  let enclosed = false
  let outside = false
  let over = false
  const frame = (whole: boolean, lastAt: number): SerialFrame => {
    const made = { text, whole, firstAt, lastAt }
    text = ''
    over = false
    return made
  }
  return {
    take(piece, at) {
      const frames: SerialFrame[] = []
      for (const character of piece) {
        if (character === STX) {
          if (text !== '') frames.push(frame(false, at))
          enclosed = true
          outside = false
        } else if (character === ETX && enclosed) {
          frames.push(frame(!over, at))
          enclosed = false
          outside = true
        } else if (!enclosed && (character === '\r' || character === '\n')) {
          outside = false
          if (text !== '') frames.push(frame(!over, at))
        } else if (!outside) {
          if (text === '') firstAt = at
          if (text.length < MOST_CHARACTERS) text += character
          else over = true
        }
      }
      return frames
    },
    drop() {
      enclosed = false
      return text === '' ? null : frame(false, firstAt)
    },
  }
}
