/** The most bytes that an ordinary request may carry. */
export const ORDINARY_LIMIT_BYTES = 1_048_576

/** The most bytes that an uploaded file may have: `/files/…`, or an RPC call that carries a file as multipart form. */
export const UPLOAD_LIMIT_BYTES = 200 * 1_048_576

/** Thrown into the reader of a request body that goes on past its limit. */
export class BodyTooLarge extends Error {
  readonly limitBytes: number
  constructor(limitBytes: number) {
    super(`The request is larger than ${limitBytes} bytes.`)
    this.name = 'BodyTooLarge'
    this.limitBytes = limitBytes
  }
}

/** How many bytes a request to this path with this content type may carry. */
export function bodyLimitBytes(pathname: string, contentType: string | undefined): number {
  const isUpload =
    pathname.startsWith('/files/') || contentType?.toLowerCase().startsWith('multipart/form-data') === true
  return isUpload ? UPLOAD_LIMIT_BYTES : ORDINARY_LIMIT_BYTES
}

/** Passes bytes through until the limit is exceeded; then calls `onTooLarge` and throws BodyTooLarge into the reader. */
export async function* limitBytes(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  onTooLarge: () => void,
): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of source) {
    total += chunk.byteLength
    if (total > limit) {
      onTooLarge()
      throw new BodyTooLarge(limit)
    }
    yield chunk
  }
}
