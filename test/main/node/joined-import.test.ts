import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allSent, type CentreSite, openCentreSite, removeFolder, type SiteStation } from '../faults/centre-site.ts'
import { stockDirectory } from '../faults/stocked-directory.ts'

const CLI = resolve(import.meta.dirname, '../../../main/node/cli.ts')
let folder: string
let site: CentreSite
let station: SiteStation

/** The command line of a station whose centre is elsewhere, over a network that a test spoils. */
async function importTotes(code: string): Promise<{ code: number; out: string; error: string }> {
  const file = join(folder, `${code}.csv`)
  writeFileSync(file, `code,name\n${code},Tote\n`)
  const child = spawn(process.execPath, [
    ...['--disable-warning=ExperimentalWarning', CLI, 'import', file],
    ...['--data', station.directory],
  ])
  let [out, error] = ['', '']
  child.stdout.on('data', (text: Buffer) => (out += text))
  child.stderr.on('data', (text: Buffer) => (error += text))
  const [ended] = await once(child, 'close')
  return { code: Number(ended), out, error }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-joined-import-'))
  mkdirSync(join(folder, 'site'))
  await stockDirectory(join(folder, 'site', 'one'), [])
  site = await openCentreSite(join(folder, 'site'))
  station = await site.open('one')
  await allSent(site, 30_000)
  await station.stop()
}, 60_000)
afterAll(async () => {
  await site.close()
  removeFolder(folder)
})

test('a centre that answers slowly is waited for', async () => {
  await site.proxy.set({ kind: 'latency', ms: 400 })
  const { code, out, error } = await importTotes('T-901')
  expect(code, error).toBe(0)
  expect(out).toContain('1 new; 1 of 1 changed something')
}, 60_000)

test('when nobody answers it says so soon, and nothing was changed', async () => {
  await site.proxy.set({ kind: 'refuse' })
  const started = performance.now()
  const { code, out, error } = await importTotes('T-902')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(error).toContain('E-SYN-001')
  expect(performance.now() - started).toBeLessThan(15_000)
  expect(await site.ask(`SELECT code FROM tote WHERE code = 'T-902'`)).toEqual([])
}, 60_000)
