import type { CSSProperties, ReactNode } from 'react'
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
        <AriaDialog className={styles.body ?? ''} role={alert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" className={styles.title ?? ''}>
            {title}
          </Heading>
          <div>{children}</div>
          <div className={styles.ends}>{ends}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
