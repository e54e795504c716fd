import type { CameraFormat } from './camera-formats.ts'
import { greyOf, type SeenCode } from './decode-picture.ts'
import type { DecodeReply, DecodeRequest } from './decode-worker.ts'
import { allowOwnWorkers } from './worker-policy.ts'

/** Why there is no picture: refused by the person or the system, no camera, used by another program, or not on a safe page. */
export type CameraProblem = 'refused' | 'none' | 'busy' | 'unsafe'

/** A running camera. */
export type Camera = {
  /** Whether the camera has a light; null once it is known that it has none. */
  torch: ((on: boolean) => Promise<void>) | null
  name: string
  close: () => void
}

/** The widest picture that is decoded: enough for a code across half of the view, and quick. */
const DECODED_WIDTH = 1_024
const FRAME_EVERY_MS = 90

/** What ended an attempt to open the camera. */
export class CameraError extends Error {
  readonly problem: CameraProblem
  constructor(problem: CameraProblem) {
    super(`The camera cannot be used: ${problem}`)
    this.problem = problem
  }
}

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none'
}

async function openStream(): Promise<MediaStream> {
  // Absent where the page came without TLS from another machine.
  if (navigator.mediaDevices === undefined) throw new CameraError('unsafe')
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    })
  } catch (error) {
    throw new CameraError(problemOf(error))
  }
}

function torchOf(track: MediaStreamTrack | undefined): Camera['torch'] {
  const able = track?.getCapabilities?.() as { torch?: boolean } | undefined
  if (track === undefined || able?.torch !== true) return null
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
}

/** Shows the camera in `video` and tells what each decoded picture holds; throws CameraError. */
export async function openCamera(
  video: HTMLVideoElement,
  formats: () => readonly CameraFormat[],
  tell: (seen: readonly SeenCode[], at: number) => void,
): Promise<Camera> {
  const stream = await openStream()
  allowOwnWorkers()
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  let [id, turn, asked, open] = [0, 0, 0, true]
  worker.addEventListener('message', ({ data }: MessageEvent<DecodeReply>) => {
    if (data.id !== id) return
    // What was found is looked at the same way again: two pictures must agree.
    if (data.seen.length === 0) turn += 1
    if (open) tell(data.seen, asked)
    asked = 0
  })
  const look = (): void => {
    if (asked !== 0 || context === null || video.videoWidth === 0) return
    const scale = Math.min(1, DECODED_WIDTH / video.videoWidth)
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const picture = greyOf(context.getImageData(0, 0, canvas.width, canvas.height))
    asked = performance.now()
    id += 1
    const request: DecodeRequest = { id, picture, formats: formats(), turn }
    worker.postMessage(request, [picture.pixels.buffer])
  }
  video.srcObject = stream
  await video.play().catch(() => undefined)
  const timer = setInterval(look, FRAME_EVERY_MS)
  const [track] = stream.getVideoTracks()
  return {
    torch: torchOf(track),
    name: track?.label ?? '',
    close() {
      open = false
      clearInterval(timer)
      worker.terminate()
      for (const one of stream.getTracks()) one.stop()
      // The next camera may show in the same place already.
      if (video.srcObject === stream) video.srcObject = null
    },
  }
}
