import type { Page } from 'playwright'
import { pressed, typed, usKeyOf } from './scanner-keys.ts'

/**
 * A keyboard-wedge scanner for a Chromium page: types a code with 8 ms between keys and Enter after it. The key events carry
 * their own times, ahead of the wall clock, so that neither a busy machine nor a timer can tear a scan apart as
 * `keyboard.type` would (its gaps grow beyond 200 ms under load).
 */
export async function createPageScanner(page: Page): Promise<(code: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  let begin = 0
  return async (code) => {
    begin = Math.max(Date.now() / 1000 + 3, begin + 2)
    for (const event of [...typed(code, { at: 0, gap: 8 }), ...pressed('Enter', 8 * code.length)]) {
      const enter = event.code === 'Enter'
      await session.send('Input.dispatchKeyEvent', {
        type: event.type === 'keyup' ? 'keyUp' : enter ? 'keyDown' : 'rawKeyDown',
        code: event.code,
        key: enter ? 'Enter' : 'x',
        modifiers: event.shiftKey ? 8 : 0,
        timestamp: begin + event.at / 1000,
        ...(enter ? { text: '\r', windowsVirtualKeyCode: 13 } : {}),
      })
    }
  }
}

/** A person at the same keyboard: every key held 70 ms and 120 ms apart, by the events' own times. */
export async function createPagePerson(page: Page): Promise<(text: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  let begin = 0
  return async (text) => {
    begin = Math.max(Date.now() / 1000 + 3, begin + 2)
    for (const [index, character] of [...text].entries()) {
      const { code, shiftKey } = usKeyOf(character)
      const at = begin + index * 0.12
      const key = { code, key: character, modifiers: shiftKey ? 8 : 0 }
      await session.send('Input.dispatchKeyEvent', { ...key, type: 'keyDown', text: character, timestamp: at })
      await session.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp', timestamp: at + 0.07 })
    }
  }
}
