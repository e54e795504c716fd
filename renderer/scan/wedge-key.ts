/** What the state machine needs to know of a KeyboardEvent; `at` is `event.timeStamp` in milliseconds. */
export type WedgeKey = {
  type: 'keydown' | 'keyup'
  code: string
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  capsLock: boolean
  altGraph?: boolean
  repeat: boolean
  at: number
}

/** How a scan was recognised, strongest first. */
export type Framing = 'prefix' | 'aim' | 'timing'

/** Why a scan that had begun came to nothing and must be repeated. */
export type AbandonReason = 'timeout' | 'broken' | 'too-slow' | 'too-long' | 'unterminated' | 'interrupted' | 'empty'

/**
 * What the window must do: `swallow` the present key event; `began` = remember the focused field's text under this stroke,
 * `restore` what was remembered under it; `give-back` a key that a person typed into a scan; report a `scan` or an `abandoned`
 * one.
 */
export type WedgeAction =
  | { type: 'swallow' }
  | { type: 'began'; stroke: number }
  | { type: 'restore'; stroke: number }
  | { type: 'give-back'; key: WedgeKey }
  | { type: 'scan'; text: string; framing: Framing; firstAt: number; lastAt: number }
  | { type: 'abandoned'; reason: AbandonReason; text: string; at: number }
