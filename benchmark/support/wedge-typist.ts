import type { CDPSession, Page } from 'playwright'
import { pressed, typed } from '../../test/renderer/scan/scanner-keys.ts'

/** Hands on a page: a scanner that types a code and its terminator, and a single key. */
export type Typist = { scan(code: string): Promise<void>; press(key: 'F9'): Promise<void> }

/** How far ahead of the clock a code's last character is dated, so that a busy machine does not tear the scan apart. */
const AHEAD_MS = 60

/**
 * Types as a keyboard wedge does. The characters carry their own times, 8 ms apart; the terminator is sent when all of them
 * were heard and is dated by the browser itself when it comes in: it is where the clock of a measurement starts.
 */
export async function createTypist(page: Page): Promise<Typist> {
  const session = await page.context().newCDPSession(page)
  return {
    scan: async (code) => {
      const end = Date.now() + AHEAD_MS
      const keys = typed(code, { at: end - 8 * code.length, gap: 8 })
      await Promise.all(
        keys.map((event) =>
          session.send('Input.dispatchKeyEvent', {
            type: event.type === 'keyup' ? 'keyUp' : 'rawKeyDown',
            code: event.code,
            key: 'x',
            modifiers: event.shiftKey ? 8 : 0,
            timestamp: event.at / 1_000,
          }),
        ),
      )
      await pressNow(session, 'Enter', 13, '\r')
    },
    press: (key) => pressNow(session, key, 120),
  }
}

async function pressNow(session: CDPSession, code: string, keyCode: number, text?: string): Promise<void> {
  const key = { code, key: code, windowsVirtualKeyCode: keyCode }
  await Promise.all(
    pressed(code, 0).map(({ type }) =>
      session.send('Input.dispatchKeyEvent', {
        ...key,
        type: type === 'keyup' ? 'keyUp' : text === undefined ? 'rawKeyDown' : 'keyDown',
        ...(type === 'keydown' && text !== undefined ? { text } : {}),
      }),
    ),
  )
}
