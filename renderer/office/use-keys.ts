import { useEffect, useRef } from 'react'

/** What a key does; return false to let the key go on to the page. */
export type KeyActions = Readonly<Record<string, (event: KeyboardEvent) => unknown>>

const takesText = (element: Element | null): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable ||
    element.matches(
      'textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=button])',
    ))

// Enter and Space press what has the focus before they mean anything else.
const isPressed = (element: Element | null): boolean => element?.matches('button, a[href], input, summary') ?? false

/** The name of a key as the actions write it: 'j', 'Enter', 'Ctrl+k'; letters by their place on the keyboard, so that 한/영 does not matter. */
export function keyName(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase()
  const name = letter ?? (event.code === 'Space' ? 'Space' : event.key)
  const held = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && letter !== undefined ? 'Shift' : '',
  ]
  return [...held.filter((part) => part !== ''), name].join('+')
}

/**
 * Single keys for an office screen. They are silent while somebody types into a field, while a dialog or menu is open and
 * for keys that another part already took; 'Ctrl+…' and 'Escape' also work from fields.
 */
export function useKeys(actions: KeyActions, enabled = true): void {
  const current = useRef(actions)
  current.current = actions
  useEffect(() => {
    if (!enabled) return
    const heard = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const name = keyName(event)
      const action = current.current[name]
      if (action === undefined) return
      const anywhere = name.startsWith('Ctrl+') || name === 'Escape'
      if (!anywhere && takesText(document.activeElement)) return
      if (['Enter', 'Space'].includes(name) && isPressed(document.activeElement)) return
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null) return
      if (action(event) !== false) event.preventDefault()
    }
    window.addEventListener('keydown', heard)
    return () => window.removeEventListener('keydown', heard)
  }, [enabled])
}
