import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import type { SerialDevice } from '../../../contract/station/scanners.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { HID_SCALE_PAGE } from '../../scan/hid-scale.ts'
import { HID_SCANNER_PAGE } from '../../scan/hid-scanner.ts'
import { useScale } from '../../scan/scale-store.ts'
import { useSetWedgeProfile } from '../../scan/scan-provider.tsx'
import { openNewDevices, saveStationScanners } from '../../scan/use-station-scanners.ts'
import { webHid, webSerial } from '../../scan/web-devices.ts'
import { Button } from '../../ui/office/button.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { Select } from '../../ui/office/select.tsx'
import styles from './scanner.module.css'

const BAUD_RATES = ['2400', '4800', '9600', '19200', '38400', '57600', '115200']

/** True when the person closed the browser's own list without choosing. */
const isCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotFoundError'

function ScaleLine(): ReactNode {
  const weight = useScale((state) => state.weight)
  if (weight === null) return <Trans>No scale is heard.</Trans>
  if (weight === 'unstable') return <Trans>The scale is heard: still moving.</Trans>
  if (weight === 'fault') return <Trans>The scale is heard: overloaded or not ready.</Trans>
  const grams = Math.round(weight.grams * 10) / 10
  return <Trans>The scale is heard: {grams} g.</Trans>
}

/** Connects scanners that do not type, and the scale: HID devices of the point of sale, and serial lines. */
export function OtherDevices() {
  const { t } = useLingui()
  const setProfile = useSetWedgeProfile()
  const [use, setUse] = useState<SerialDevice['use']>('scanner')
  const [baudRate, setBaudRate] = useState('9600')
  const [error, setError] = useState<unknown>(null)
  const [hid, serial] = [webHid(), webSerial()]
  const run = (connect: () => Promise<void>): void => {
    setError(null)
    connect().catch((failed: unknown) => {
      if (!isCancelled(failed)) setError(failed)
    })
  }
  const connectHid = async (): Promise<void> => {
    await hid?.requestDevice({ filters: [{ usagePage: HID_SCANNER_PAGE }, { usagePage: HID_SCALE_PAGE }] })
    await openNewDevices()
  }
  const connectSerial = async (): Promise<void> => {
    const port = await serial?.requestPort()
    if (port === undefined) return
    const { usbVendorId: vendorId = null, usbProductId: productId = null } = port.getInfo()
    const known = (await api.scanners.view()).serial.filter(
      (device) => device.vendorId !== vendorId || device.productId !== productId,
    )
    const device: SerialDevice = { use, baudRate: Number(baudRate), vendorId, productId }
    await saveStationScanners({ serial: [...known, device].slice(-8) }, setProfile)
    await openNewDevices()
  }
  return (
    <section className={styles.others}>
      <h2>
        <Trans>Other scanners and the scale</Trans>
      </h2>
      <ProblemNote error={error} />
      {hid === null && serial === null ? (
        <p>
          <Trans>This browser cannot reach such devices. Chrome, Edge and the Baro window can.</Trans>
        </p>
      ) : (
        <>
          <div className={styles.connect}>
            <Button isDisabled={hid === null} onPress={() => run(connectHid)}>
              <Trans>Connect a USB scanner or scale</Trans>
            </Button>
          </div>
          <div className={styles.connect}>
            <span>
              <Trans>On the serial line is</Trans>
            </span>
            <Segmented
              label={t`On the serial line is`}
              options={[
                { id: 'scanner', name: t`Scanner` },
                { id: 'scale', name: t`Scale` },
              ]}
              value={use}
              onChange={setUse}
            />
            <Select
              label={<Trans>Bits per second</Trans>}
              hideLabel
              options={BAUD_RATES.map((rate) => ({ id: rate, name: t`${rate} baud` }))}
              value={baudRate}
              onChange={(rate) => setBaudRate(rate ?? '9600')}
            />
            <Button isDisabled={serial === null} onPress={() => run(connectSerial)}>
              <Trans>Connect the serial line</Trans>
            </Button>
          </div>
        </>
      )}
      <p role="status">
        <ScaleLine />
      </p>
    </section>
  )
}
