import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { uuidV7 } from '../../domain/uuid.ts'

/** A file that the station keeps for a day: its id, the name that people know, where it lies and its size in bytes. */
export type KeptFile = { id: string; name: string; path: string; bytes: number }

/** Largest upload that is taken, in bytes. */
export const UPLOAD_LIMIT_BYTES = 200 * 1_048_576
const KEPT_MS = 86_400_000
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Thrown when more bytes come than a file may have. */
export class FileTooLargeError extends Error {
  constructor() {
    super(`More than ${UPLOAD_LIMIT_BYTES} bytes`)
    this.name = 'FileTooLargeError'
  }
}

/** A folder of files that each live for a day. */
export type KeptFiles = {
  /** Writes a stream of bytes. Rejects with FileTooLargeError, and leaves nothing behind when it rejects. */
  receive(name: string, body: ReadableStream<Uint8Array>): Promise<KeptFile>
  write(name: string, bytes: Uint8Array): Promise<KeptFile>
  /** The file of an id, or null when there is none (any more). */
  find(id: string): Promise<KeptFile | null>
  read(file: KeptFile): ReadableStream<Uint8Array>
  remove(id: string): Promise<void>
}

/** Opens a folder of kept files; what is older than a day goes whenever something comes. */
export function openKeptFiles(
  folder: string,
  surroundings: { now(): number; randomBytes(count: number): Uint8Array },
): KeptFiles {
  const pathOf = (id: string): string => join(folder, id)
  const nameOf = (id: string): string => join(folder, `${id}.name`)
  const begin = async (name: string): Promise<{ id: string; name: string }> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await clean(folder, surroundings.now())
    const id = uuidV7(surroundings.now(), surroundings.randomBytes(16))
    const plain =
      basename(name.replaceAll('\\', '/'))
        .replace(/\p{Cc}/gu, '')
        .slice(0, 200) || 'file'
    await writeFile(nameOf(id), plain, { mode: 0o600 })
    return { id, name: plain }
  }
  const remove = async (id: string): Promise<void> => {
    await rm(pathOf(id), { force: true })
    await rm(nameOf(id), { force: true })
  }
  return {
    receive: async (name, body) => {
      const file = await begin(name)
      let bytes = 0
      const limit = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          done(bytes > UPLOAD_LIMIT_BYTES ? new FileTooLargeError() : null, chunk)
        },
      })
      try {
        // biome-ignore lint/suspicious/noExplicitAny: the stream types of the web and of Node differ only in name.
        await pipeline(Readable.fromWeb(body as any), limit, createWriteStream(pathOf(file.id), { mode: 0o600 }))
      } catch (error) {
        await remove(file.id)
        throw error
      }
      return { ...file, path: pathOf(file.id), bytes }
    },
    write: async (name, content) => {
      const file = await begin(name)
      await writeFile(pathOf(file.id), content, { mode: 0o600 })
      return { ...file, path: pathOf(file.id), bytes: content.length }
    },
    find: async (id) => {
      if (!ID.test(id)) return null
      try {
        const name = await readFile(nameOf(id), 'utf8')
        return { id, name, path: pathOf(id), bytes: (await stat(pathOf(id))).size }
      } catch {
        return null
      }
    },
    read: (file) => Readable.toWeb(createReadStream(file.path)) as unknown as ReadableStream<Uint8Array>,
    remove,
  }
}

async function clean(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const id = name.replace(/\.name$/, '')
    const made = ID.test(id) ? Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) : Number.POSITIVE_INFINITY
    if (made < now - KEPT_MS) await rm(join(folder, name), { force: true })
  }
}
