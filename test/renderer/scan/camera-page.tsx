import { type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { AcceptedKind } from '../../../contract/station/floor.ts'
import { CameraError, openCamera } from '../../../renderer/scan/camera.ts'
import { cameraFormats } from '../../../renderer/scan/camera-formats.ts'
import { createSeenCodes } from '../../../renderer/scan/seen-codes.ts'

/** What the camera came to on this page. */
export type CameraRecord = {
  taken: string[]
  offers: string[][]
  problem: string | null
  sharpAt: number
  takenAt: number
}

const record: CameraRecord = { taken: [], offers: [], problem: null, sharpAt: 0, takenAt: 0 }
const asked = new URLSearchParams(location.search)
const accepts = (asked.get('accepts') ?? 'item').split(',') as AcceptedKind[]
Object.assign(window, { record })

function Page(): ReactNode {
  const [, draw] = useState(0)
  const open = (video: HTMLVideoElement | null): void => {
    if (video === null) return
    const judge = createSeenCodes()
    // Somebody opened the camera and turned it off before it came: the next one shows in the same place.
    if (asked.has('again'))
      void openCamera(
        video,
        () => cameraFormats(accepts),
        () => undefined,
      ).then((first) => first.close())
    video.addEventListener('playing', () => {
      record.sharpAt ||= performance.now()
    })
    openCamera(
      video,
      () => cameraFormats(accepts),
      (seen, at) => {
        const verdict = judge(seen, accepts, at)
        if (verdict.kind === 'take') {
          record.taken.push(verdict.offer.code)
          record.takenAt ||= performance.now()
        } else if (verdict.kind === 'choose') record.offers.push(verdict.offers.map(({ code }) => code))
        draw((count) => count + 1)
      },
    ).catch((error: unknown) => {
      record.problem = error instanceof CameraError ? error.problem : String(error)
    })
  }
  return <video ref={open} muted playsInline />
}

const root = document.querySelector('#root')
if (root === null) throw new Error('No #root')
createRoot(root).render(<Page />)
