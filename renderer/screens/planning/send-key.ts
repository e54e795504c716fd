import type { KeyboardEvent } from 'react'

/**
 * Hears Ctrl+Enter before the control that has the focus takes Enter for itself; for `onKeyDownCapture` of what it ends. Silent
 * while a dialog is open, whose events pass here, too.
 */
export function onSendKey(send: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    if (document.querySelector('[role=dialog], [role=alertdialog], [role=listbox]') !== null) return
    event.preventDefault()
    event.stopPropagation()
    send()
  }
}
