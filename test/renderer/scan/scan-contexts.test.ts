import { describe, expect, it } from 'vitest'
import { createScanContexts } from '../../../renderer/scan/scan-contexts.ts'

describe('the stack of scan contexts', () => {
  it('has no active one when it is empty', () => {
    expect(createScanContexts().active()).toBeNull()
  })

  it('lets the later of one level be active, and the earlier again when that goes', () => {
    const contexts = createScanContexts<string>()
    contexts.add({ level: 'screen', order: 1, value: 'screen' })
    const remove = contexts.add({ level: 'screen', order: 2, value: 'child' })
    expect(contexts.active()?.value).toBe('child')
    remove()
    remove()
    expect(contexts.active()?.value).toBe('screen')
  })

  it('keeps a dialog in front of a screen that mounts after it, and the lock in front of both', () => {
    const contexts = createScanContexts<string>()
    const unlock = contexts.add({ level: 'lock', order: 1, value: 'lock' })
    contexts.add({ level: 'dialog', order: 2, value: 'dialog' })
    contexts.add({ level: 'screen', order: 3, value: 'screen' })
    expect(contexts.active()?.value).toBe('lock')
    unlock()
    expect(contexts.active()?.value).toBe('dialog')
  })

  it('goes by order, not by the moment of adding: a child whose effect ran before its parent stays in front', () => {
    const contexts = createScanContexts<string>()
    contexts.add({ level: 'dialog', order: 8, value: 'child' })
    contexts.add({ level: 'dialog', order: 7, value: 'parent' })
    expect(contexts.active()?.value).toBe('child')
  })
})
