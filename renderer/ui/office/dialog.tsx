import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import styles from './overlay.module.css'

type DialogProps = {
  open: boolean
  /** Called by Escape and, unless it is a question (`alert`), by a click outside. */
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** The buttons, the one that goes on last. */
  ends: ReactNode
  /** A question that must be answered: a click outside does not close it. */
  alert?: boolean
  /** Pixels; 560 unless told. */
  width?: number
}

/**
 * Takes the focus back to the dialog when the control that had it is disabled or goes away: the browser then gives it to the
 * page without a word, and neither Escape nor Tab would reach the dialog any more.
 */
function useKeptFocus() {
  const body = useRef<HTMLElement>(null)
  useEffect(() => {
    const dialog = body.current
    if (dialog === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const watch = new MutationObserver(() => {
      clearTimeout(timer)
      // The browser takes the focus away with its next frame.
      timer = setTimeout(() => {
        const at = document.activeElement
        if (at === null || at === document.body || at.matches(':disabled')) dialog.focus({ preventScroll: true })
      }, 50)
    })
    watch.observe(dialog, { subtree: true, childList: true, attributeFilter: ['disabled'] })
    return () => {
      clearTimeout(timer)
      watch.disconnect()
    }
  }, [])
  return body
}

/** A modal question or form. Brings its own scan context where scans are heard (see renderer/scan). */
export function Dialog({ open, onClose, title, children, ends, alert = false, width = 560 }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      isDismissable={!alert}
    >
      <Modal className={styles.dialog ?? ''} style={{ '--width': `${width}px` } as CSSProperties}>
        <Body alert={alert} title={title} ends={ends}>
          {children}
        </Body>
      </Modal>
    </ModalOverlay>
  )
}

function Body({ alert, title, ends, children }: Required<Pick<DialogProps, 'alert' | 'title' | 'ends' | 'children'>>) {
  const body = useKeptFocus()
  return (
    <AriaDialog ref={body} className={styles.body ?? ''} role={alert ? 'alertdialog' : 'dialog'}>
      <Heading slot="title" className={styles.title ?? ''}>
        {title}
      </Heading>
      <div>{children}</div>
      <div className={styles.ends}>{ends}</div>
    </AriaDialog>
  )
}
