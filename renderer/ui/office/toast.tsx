import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import {
  UNSTABLE_Toast as AriaToast,
  Button,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Mark, type MarkKind } from '../marks.tsx'
import styles from './overlay.module.css'

type Message = { mark: MarkKind; text: string }
const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 })

/** Says in passing that something is done. Office only: on the floor nothing floats. Errors that need an act are never toasts. */
export function toast(text: string, mark: MarkKind = 'ok'): void {
  queue.add({ mark, text }, { timeout: 6000 })
}

/** The corner in which toasts appear; the frame renders it once. */
export function Toasts() {
  const { t } = useLingui()
  return (
    <ToastRegion queue={queue} className={styles.toasts ?? ''} aria-label={t`Messages`}>
      {({ toast: shown }) => (
        <AriaToast toast={shown} className={styles.toast ?? ''}>
          <Mark kind={shown.content.mark} size={20} px />
          <ToastContent className={styles.toastBody ?? ''}>
            <Text slot="title">{shown.content.text}</Text>
          </ToastContent>
          <Button slot="close" className={styles.close ?? ''} aria-label={t`Close`}>
            <X aria-hidden="true" />
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  )
}
