import { Trans } from '@lingui/react/macro'
import { Pointer } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { useScannerHeard } from '../scan/scan-provider.tsx'
import styles from './floor.module.css'

/** A print dialog or a passing window takes the keyboard for a moment: only what lasts is worth a cover. */
const LASTING_MS = 700

function Cover() {
  const cover = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The tap must land here whatever else has the focus inside the page.
    const back = (): void => window.focus()
    const element = cover.current
    element?.addEventListener('pointerdown', back)
    return () => element?.removeEventListener('pointerdown', back)
  }, [])
  return (
    <Button
      ref={cover}
      className={styles.notHeard ?? ''}
      onPress={() => window.focus()}
      data-not-heard
      excludeFromTabOrder
    >
      <Pointer aria-hidden="true" />
      <b>
        <Trans>The scanner is not heard</Trans>
      </b>
      <span>
        <Trans>Tap here, or press any key. Scans would go to another window.</Trans>
      </span>
    </Button>
  )
}

/** Covers a floor screen while another window has the keyboard: a scan now would be lost, or act elsewhere. */
export function NotHeard() {
  const heard = useScannerHeard()
  return heard ? null : <LastingCover />
}

function LastingCover() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    element.hidden = true
    const timer = setTimeout(() => {
      element.hidden = false
    }, LASTING_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div ref={place} hidden role="alert">
      <Cover />
    </div>
  )
}
