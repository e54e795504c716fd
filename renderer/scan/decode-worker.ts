import type { CameraFormat } from './camera-formats.ts'
import { decodePicture, type Picture, type SeenCode } from './decode-picture.ts'

/** What the page asks the worker: the codes in one picture. */
export type DecodeRequest = { id: number; picture: Picture; formats: readonly CameraFormat[]; turn: number }

/** What the worker answers. */
export type DecodeReply = { id: number; seen: readonly SeenCode[] }

// Away from the page: a picture takes longer to read than a key of a scanner may wait.
addEventListener('message', ({ data }: MessageEvent<DecodeRequest>) => {
  const reply: DecodeReply = { id: data.id, seen: decodePicture(data.picture, data.formats, data.turn) }
  postMessage(reply)
})
