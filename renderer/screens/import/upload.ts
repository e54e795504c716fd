/** How far an upload is: bytes sent of all bytes. */
export type UploadProgress = { readonly sent: number; readonly total: number }

/** The host turned the bytes away, e.g. because there are too many; `code` is what it said. */
export class UploadRefused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'UploadRefused'
    this.code = code
  }
}

/**
 * Sends a file's bytes to `POST /files/uploads` and gives the id under which the station holds them. Progress needs
 * XMLHttpRequest: fetch tells nothing about the way up. Rejects with {@link UploadRefused}, a TypeError when nobody
 * answers, or an AbortError when `signal` ends it.
 */
export function uploadFile(
  file: File,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = (): void => request.abort()
    request.open('POST', `/files/uploads?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress({ sent: loaded, total: total || file.size }),
    )
    request.addEventListener('load', () => {
      signal.removeEventListener('abort', stop)
      const answer = request.response as { uploadId?: unknown; code?: unknown } | null
      if (request.status < 300 && typeof answer?.uploadId === 'string') resolve(answer.uploadId)
      else reject(new UploadRefused(typeof answer?.code === 'string' ? answer.code : `HTTP-${request.status}`))
    })
    request.addEventListener('error', () => reject(new TypeError('The station did not answer')))
    request.addEventListener('abort', () => reject(new DOMException('Upload cancelled', 'AbortError')))
    signal.addEventListener('abort', stop, { once: true })
    request.send(file)
  })
}
