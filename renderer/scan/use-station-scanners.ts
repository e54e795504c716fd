import { useEffect } from 'react'
import type { SerialDevice, StationScanners } from '../../contract/station/scanners.ts'
import { api } from '../api.ts'
import { watchDevices } from './device-sources.ts'
import { wedgeProfile } from './diagnose.ts'
import { showWeight } from './scale-store.ts'
import { useScanInput, useSetWedgeProfile } from './scan-provider.tsx'
import { webHid, webSerial } from './web-devices.ts'

let serial: readonly SerialDevice[] = []
let lookAgain: () => Promise<void> = async () => undefined

/**
 * Makes the wedge speak the language of this station's scanner as soon as the station has told it, and listens to the HID and
 * serial devices that were connected before.
 */
export function useStationScanners(): void {
  const setProfile = useSetWedgeProfile()
  const { hear, abandon } = useScanInput()
  useEffect(() => {
    let over = false
    const devices = watchDevices({ hid: webHid(), serial: webSerial() }, () => serial, {
      onHeard: hear,
      onBroken: (text) => abandon('broken', text),
      onWeight: showWeight,
    })
    lookAgain = devices.look
    void api.scanners
      .view()
      .then((scanners) => {
        serial = scanners.serial
        if (!over && scanners.profile !== null) setProfile(wedgeProfile(scanners.profile))
      })
      .catch(() => {
        // A scanner that nobody has set up works as well; the lamps say that the station does not answer.
      })
      .then(devices.look)
      .catch(() => {
        // A device that cannot be opened is in use elsewhere; it is tried again when something is plugged in.
      })
    return () => {
      over = true
      void devices.close()
    }
  }, [setProfile, hear, abandon])
}

/** Opens what a person has just allowed. */
export function openNewDevices(): Promise<void> {
  return lookAgain()
}

/** Keeps what was learnt about this station's scanners, and uses it from now on. Rejects with the station's error. */
export async function saveStationScanners(
  change: Partial<StationScanners>,
  setProfile: ReturnType<typeof useSetWedgeProfile>,
): Promise<StationScanners> {
  const saved = await api.scanners.save(change)
  serial = saved.serial
  setProfile(wedgeProfile(saved.profile))
  return saved
}
