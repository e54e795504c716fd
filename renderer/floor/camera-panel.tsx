import { Trans, useLingui } from '@lingui/react/macro'
import { ScanBarcode, Zap, ZapOff } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import type { AcceptedKind } from '../../contract/station/floor.ts'
import { type Camera, CameraError, type CameraProblem, openCamera } from '../scan/camera.ts'
import { cameraFormats } from '../scan/camera-formats.ts'
import { useScanInput } from '../scan/scan-provider.tsx'
import { createSeenCodes, type Offer } from '../scan/seen-codes.ts'
import { cx } from '../ui/cx.ts'
import { Choices } from '../ui/floor/choices.tsx'
import { Text } from '../ui/floor/text.tsx'
import { Mark } from '../ui/marks.tsx'
import styles from './camera.module.css'

/** Why there is no picture, and what to do about it. */
function Problem({ problem }: { problem: CameraProblem }): ReactNode {
  switch (problem) {
    case 'refused':
      return <Trans>Baro may not use the camera. Allow it beside the address, or in the settings of the system.</Trans>
    case 'busy':
      return <Trans>Another program has the camera. Close that program, then open the camera again.</Trans>
    case 'unsafe':
      return <Trans>A browser gives the camera only to a page of this computer or with https.</Trans>
    case 'none':
      return <Trans>This computer has no camera that can be used.</Trans>
  }
}

type View = { camera: Camera | null; problem: CameraProblem | null; offers: readonly Offer[] }

/** Runs the camera while the component is shown, and brings what it reads to the scans. */
function useCamera(accepts: readonly AcceptedKind[]) {
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(accepts)
  latest.current = accepts
  const { hear } = useScanInput()
  const [view, setView] = useState<View>({ camera: null, problem: null, offers: [] })
  const take = useRef((offer: Offer, firstAt: number, sure: boolean): void => {
    const { text, aim } = offer
    const quality = sure ? 'confirmed' : 'seen'
    hear({ raw: text, aim, source: 'camera', deviceId: 'camera', quality, firstAt, lastAt: performance.now() })
    setView((before) => ({ ...before, offers: [] }))
  })
  useEffect(() => {
    const element = video.current
    if (element === null) return
    let [over, opened] = [false, null as Camera | null]
    const judge = createSeenCodes()
    openCamera(
      element,
      () => cameraFormats(latest.current),
      (seen, at) => {
        const verdict = judge(seen, latest.current, at)
        if (verdict.kind === 'take') take.current(verdict.offer, verdict.firstAt, verdict.sure)
        else if (verdict.kind === 'choose') setView((before) => ({ ...before, offers: verdict.offers }))
      },
    )
      .then((camera) => {
        opened = camera
        if (over) camera.close()
        else setView({ camera, problem: null, offers: [] })
      })
      .catch((error: unknown) => {
        const problem = error instanceof CameraError ? error.problem : 'none'
        if (!over) setView({ camera: null, problem, offers: [] })
      })
    return () => {
      over = true
      opened?.close()
    }
  }, [])
  return { video, view, take: take.current, drop: () => setView((before) => ({ ...before, offers: [] })) }
}

/** The camera as a scanner: live view with a frame, a light where there is one, and a choice when several codes are meant. */
export function CameraPanel({ accepts }: { accepts: readonly AcceptedKind[] }) {
  const { t } = useLingui()
  const { video, view, take, drop } = useCamera(accepts)
  const [light, setLight] = useState(false)
  const { camera, problem, offers } = view
  const torch = camera?.torch ?? null
  return (
    <div className={styles.camera} data-camera={problem ?? (camera === null ? 'opening' : 'on')}>
      <div
        className={cx(styles.view, offers.length > 0 && styles.small)}
        hidden={problem !== null || offers.length > 2}
      >
        <video ref={video} muted playsInline aria-label={t`Picture of the camera`} />
        <div className={styles.frame} aria-hidden="true" />
      </div>
      {problem === null ? null : (
        <div className={styles.problem} role="alert">
          <Mark kind="warning" size={36} />
          <div>
            <Text size="m" weight="strong">
              <Problem problem={problem} />
            </Text>
            <Text muted>
              <Trans>The scanner works on meanwhile.</Trans>
            </Text>
          </div>
        </div>
      )}
      {offers.length === 0 ? (
        problem === null ? (
          <Text muted>
            {camera === null ? (
              <Trans>The camera is being opened</Trans>
            ) : (
              <Trans>Hold the code into the frame, a hand’s breadth away.</Trans>
            )}
          </Text>
        ) : null
      ) : (
        <div className={styles.offers}>
          <Text weight="strong">
            <Trans>Several codes: which one?</Trans>
          </Text>
          <Choices
            columns={1}
            label={t`Several codes: which one?`}
            choices={[
              ...offers.map((offer) => ({
                id: offer.code,
                icon: <ScanBarcode aria-hidden="true" />,
                word: offer.text.replaceAll('\u001d', ' '),
                onChoose: () => take(offer, performance.now(), true),
              })),
              { id: 'none', word: <Trans>None of them</Trans>, onChoose: drop },
            ]}
          />
        </div>
      )}
      {torch === null ? null : (
        <Button
          className={styles.light ?? ''}
          onPress={() => {
            void torch(!light).then(() => setLight(!light))
          }}
          aria-pressed={light}
        >
          {light ? <ZapOff aria-hidden="true" /> : <Zap aria-hidden="true" />}
          {light ? <Trans>Light off</Trans> : <Trans>Light on</Trans>}
        </Button>
      )}
    </div>
  )
}
