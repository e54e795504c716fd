import type { WedgeKey } from './wedge-key.ts'

/** Inputs whose text a scan could spoil; checkboxes, buttons and the like are left alone. */
const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number', 'date'])

/**
 * Remembers the text and the selection of the focused field; the returned function puts them back and tells the page by an
 * `input` event when something changed. Does nothing when no text field has the focus.
 */
export function snapshotField(document: Document): () => void {
  const field = document.activeElement
  const view = document.defaultView
  if (field === null || view === null) return nothing
  if (!(field instanceof view.HTMLInputElement) && !(field instanceof view.HTMLTextAreaElement)) return nothing
  if (field instanceof view.HTMLInputElement && !TEXT_TYPES.has(field.type)) return nothing
  const { value, selectionStart, selectionEnd } = field
  const prototype = field instanceof view.HTMLInputElement ? view.HTMLInputElement : view.HTMLTextAreaElement
  return () => {
    if (field.value === value) return
    // React tracks the value through its own property on the element: only the prototype's setter makes it notice.
    Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set?.call(field, value)
    field.dispatchEvent(new view.Event('input', { bubbles: true }))
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd)
  }
}

function nothing(): void {}

/**
 * Gives the page a key that a person pressed while a scan was being swallowed: into the focused text field, otherwise as a key
 * event of its own, which is added to `given`.
 */
export function giveBackKey(document: Document, key: WedgeKey, given: WeakSet<Event>): void {
  const field = document.activeElement
  const view = document.defaultView
  if (view === null || key.ctrlKey || key.altKey || [...key.key].length !== 1) return
  if (field instanceof view.HTMLInputElement || field instanceof view.HTMLTextAreaElement) {
    document.execCommand('insertText', false, key.key)
    return
  }
  for (const type of ['keydown', 'keyup'] as const) {
    const { code, shiftKey } = key
    const event = new view.KeyboardEvent(type, { key: key.key, code, shiftKey, bubbles: true, cancelable: true })
    given.add(event)
    ;(field ?? document.body).dispatchEvent(event)
  }
}
