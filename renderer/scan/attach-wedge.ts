import { giveBackKey, snapshotField } from './field-snapshot.ts'
import { createWedge } from './wedge.ts'
import type { AbandonReason, Framing, WedgeAction, WedgeKey } from './wedge-key.ts'
import { DEFAULT_WEDGE_PROFILE, type WedgeProfile } from './wedge-profile.ts'

/** What is told when the keyboard wedge has heard something; times are `event.timeStamp` milliseconds. */
export type WedgeListener = {
  onScan: (heard: { text: string; framing: Framing; firstAt: number; lastAt: number }) => void
  onAbandoned: (reason: AbandonReason, text: string) => void
  /** Sees every key before anything is made of it; true keeps it from the page (the set-up of a scanner). */
  onKey?: (key: WedgeKey) => boolean
}

/** How many strokes back a field can be put back. */
const MARKS = 64

/** How late a timer may come before key events that wait behind it are given their turn first. */
const LATE_MS = 30

/**
 * Listens to a window's keys in one capture listener on keydown and keyup, swallows what a scanner types, and reports whole
 * codes. Returns the function that detaches it.
 */
export function attachWedge(
  target: Window & typeof globalThis,
  listener: WedgeListener,
  profile: () => WedgeProfile = () => DEFAULT_WEDGE_PROFILE,
): () => void {
  const wedge = createWedge(profile)
  const marks: { stroke: number; restore: () => void }[] = []
  let restored: () => void = () => {}
  const given = new WeakSet<Event>()
  let composing = false
  let timer: number | undefined
  const apply = (actions: readonly WedgeAction[], event: KeyboardEvent | null): void => {
    for (const action of actions) {
      if (action.type === 'swallow') {
        event?.preventDefault()
        event?.stopImmediatePropagation()
      } else if (action.type === 'began') {
        marks.push({ stroke: action.stroke, restore: snapshotField(target.document) })
        if (marks.length > MARKS) marks.shift()
      } else if (action.type === 'restore') {
        restored = (marks.findLast(({ stroke }) => stroke <= action.stroke) ?? marks[0])?.restore ?? restored
        restored()
      } else if (action.type === 'give-back') giveBackKey(target.document, action.key, given)
      else report(action)
    }
    arm()
  }
  const report = (action: WedgeAction & { type: 'scan' | 'abandoned' }): void => {
    const tell = (): void => {
      if (action.type === 'scan') listener.onScan(action)
      else listener.onAbandoned(action.reason, action.text)
    }
    if (!composing) tell()
    else {
      // Text from an input method or from Alt+numpad arrives after the key event: clean it up first.
      const restoreThis = restored
      target.setTimeout(() => {
        restoreThis()
        tell()
      }, 0)
    }
  }
  const arm = (): void => {
    target.clearTimeout(timer)
    const deadline = wedge.deadline()
    if (deadline !== null) timer = target.setTimeout(check, Math.max(0, deadline - target.performance.now()), false)
  }
  const check = (waited: boolean): void => {
    const deadline = wedge.deadline()
    const now = target.performance.now()
    // A timer that comes late was held up by a busy page, and so were the keys: hear them before believing in silence.
    if (deadline === null || now < deadline) arm()
    else if (!waited && now - deadline > LATE_MS) timer = target.setTimeout(check, LATE_MS, true)
    else apply(wedge.tick(now), null)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (given.has(event)) return
    const key = toWedgeKey(event)
    if (listener.onKey?.(key) === true) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    const actions = wedge.step(key)
    const begins = actions.some(({ type }) => type === 'began')
    composing = (composing && !begins) || event.isComposing || event.key === 'Process' || event.altKey
    apply(actions, event)
  }
  const onBlur = (event: FocusEvent): void => {
    if (event.target === target) apply(wedge.reset(target.performance.now()), null)
  }
  target.addEventListener('keydown', onKey, { capture: true })
  target.addEventListener('keyup', onKey, { capture: true })
  target.addEventListener('blur', onBlur, { capture: true })
  return () => {
    target.clearTimeout(timer)
    target.removeEventListener('keydown', onKey, { capture: true })
    target.removeEventListener('keyup', onKey, { capture: true })
    target.removeEventListener('blur', onBlur, { capture: true })
  }
}

function toWedgeKey(event: KeyboardEvent): WedgeKey {
  return {
    type: event.type === 'keyup' ? 'keyup' : 'keydown',
    // Autofill dispatches key events without these fields.
    code: event.code ?? '',
    key: event.key ?? '',
    shiftKey: event.shiftKey,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    altGraph: event.getModifierState?.('AltGraph') ?? false,
    capsLock: event.getModifierState?.('CapsLock') ?? false,
    repeat: event.repeat,
    at: event.timeStamp,
  }
}
