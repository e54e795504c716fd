import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CentreChild, type EmbeddedCentre, openEmbeddedCentre } from '../../../central/embedded.ts'

let directory: string
let centre: EmbeddedCentre | null = null

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-embedded-'))
})

afterEach(async () => {
  await centre?.close()
  centre = null
  rmSync(directory, { recursive: true, force: true })
})

const health = (opened: EmbeddedCentre) => opened.fetch(new Request('http://centre/health'))

describe('a centre on the same machine', () => {
  it('answers without a port, makes codes, and keeps its tables in its folder', async () => {
    centre = await openEmbeddedCentre({ directory: join(directory, 'centre'), version: '1', log: () => undefined })
    expect((await health(centre)).status).toBe(200)
    expect(await centre.makeCode('P-01')).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await centre.close()
    await expect(health(centre)).rejects.toThrow('ended')
  })

  it('does not start on a file that is none of its own, and says why with a code', async () => {
    writeFileSync(
      join(directory, 'centre.db'),
      'this is no database at all, although it is long enough to be one'.repeat(99),
    )
    await expect(openEmbeddedCentre({ directory, version: '1', log: () => undefined })).rejects.toMatchObject({
      code: 'E-DATA-CORRUPT',
    })
  })

  const watched = async () => {
    const workers: Worker[] = []
    const start = (file: URL, options: object): CentreChild => {
      const worker = new Worker(file, { workerData: options, execArgv: [] })
      workers.push(worker)
      return {
        line: { post: (m) => worker.postMessage(m), onMessage: (listener) => void worker.on('message', listener) },
        onExit: (listener) => void worker.on('exit', listener),
        kill: () => void worker.terminate(),
      }
    }
    const opened = await openEmbeddedCentre({ directory, version: '1', log: () => undefined, start })
    return { opened, workers }
  }

  it('leaves no thread behind when it is closed while its thread is started again', async () => {
    const { opened, workers } = await watched()
    await workers[0]?.terminate()
    await expect.poll(() => workers.length, { timeout: 10_000, interval: 1 }).toBe(2)
    await opened.close()
    expect(workers[1]?.threadId).toBe(-1)
  })

  it('is started again after its thread ended by itself, and says meanwhile that it is not there', async () => {
    const { opened, workers } = await watched()
    centre = opened
    await workers[0]?.terminate()
    await expect(health(opened)).rejects.toThrow('ended')
    await expect(opened.makeCode('P-01')).rejects.toThrow('ended')
    await expect
      .poll(
        () =>
          health(opened).then(
            (r) => r.status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200)
    expect(workers.length).toBe(2)
  })
})
