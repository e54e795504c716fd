import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, chromium, expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import { openFaultProxy } from '../support/fault-proxy.ts'
import { chromiumFlags, findChromium } from '../support/hosts.ts'
import { runCentreLine, startCentre } from '../support/start-centre.ts'
import { startNodeHost } from '../support/start-node-host.ts'
import { floorWorker } from './pages/floor.ts'
import { syncWorker } from './pages/sync.ts'

const LOOKS = [
  {
    locale: 'en-GB',
    language: 'english',
    join: { connect: /Connect this station to it/, address: 'Address of the centre', code: 'Code', send: 'Connect' },
    decide: 'Decide so',
    offline: /Offline since/,
  },
  {
    locale: 'ko-KR',
    language: 'korean',
    join: { connect: /이 스테이션을 센터에 연결하기/, address: '센터 주소', code: '코드', send: '연결' },
    decide: '이렇게 결정',
    offline: /부터 오프라인/,
  },
] as const

/** Asks a station as its page does, in the session of the page. */
async function call(page: Page, path: string, input?: object): Promise<void> {
  const status = await page.evaluate(
    async ([to, body]) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`/rpc/${to}`, { method: 'POST', headers, body: body ?? '{}' })).status
    },
    [path, input === undefined ? null : JSON.stringify({ json: input })] as const,
  )
  expect(status).toBe(200)
}

/** What is closed at the end, whatever happened. */
const test = base.extend<{ later: (close: () => unknown) => void }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  later: async ({}, use) => {
    const closing: (() => unknown)[] = []
    await use((close) => void closing.unshift(close))
    for (const close of closing) await close()
  },
})

for (const look of LOOKS)
  test(`two stations share the work, with and without the network (${look.locale})`, async ({ later }, info) => {
    const tool = findChromium()
    test.skip(tool.path === null || info.project.name !== 'chromium', 'in Chromium, with two hosts')
    test.setTimeout(300_000)
    const directory = mkdtempSync(join(tmpdir(), 'baro-two-'))
    later(() => rmSync(directory, { recursive: true, force: true }))
    const centre = await startCentre(join(directory, 'centre'))
    later(() => centre.stop())
    const proxy = await openFaultProxy(centre.url)
    later(() => proxy.close())
    const code = async (name: string): Promise<string> => {
      const { out } = await runCentreLine(['enrol-code', '--name', name, '--data', join(directory, 'centre')])
      return out.split('\n')[0] ?? ''
    }
    const host = async (name: string, args: string[]) => {
      const started = await startNodeHost(join(directory, name), args)
      later(() => started.host.kill('SIGKILL'))
      return started
    }
    // A store that worked alone brings the demo warehouse; the second station is empty and joins from Set-up.
    const alone = await host('A', ['--demo', '--alone'])
    alone.host.kill('SIGTERM')
    await new Promise((resolve) => alone.host.once('exit', resolve))
    const first = await host('A', ['--central', proxy.url, '--code', await code('A')])
    const second = await host('B', [])

    const browser = await chromium.launch({ executablePath: tool.path ?? '', args: [...chromiumFlags] })
    later(() => browser.close())
    const open = async (url: string) => {
      const page = await (await browser.newContext({ locale: look.locale })).newPage()
      await page.goto(url)
      return page
    }
    const bench = await open(first.url)
    const office = await open(second.url)
    // The second station's own line stays whole: only the bench loses the network.
    await syncWorker(office).joinFromSetup(look.join, centre.url, await code('B'))
    const lead = await floorWorker(office)
    await lead.signIn('BDG-0001', '1357')
    await lead.open(second.url, 'picking')
    await lead.scanner(COMMAND_CODES[look.language])
    await expect(office.locator('html')).toHaveAttribute('lang', look.locale.slice(0, 2))
    const picker = await floorWorker(bench)
    await picker.signIn('BDG-0001', '1357')
    await syncWorker(bench).expectSync(first.url, 'online')

    // The demo's orders wait for the office: a cart's worth is released.
    await call(office, 'orders/releaseAll')
    await picker.open(first.url, 'picking')
    await picker.scanner(COMMAND_CODES[look.language])
    await picker.scan('picking', COMMAND_CODES.giveWork)
    const replica = new Database(join(directory, 'B', 'replica.db'), { readonly: true })
    later(() => replica.close())
    const picking = replica.prepare(`SELECT id FROM "order" WHERE state = 'picking'`)
    await expect.poll(() => picking.all().length, { timeout: 20_000 }).toBeGreaterThan(0)
    await office.goto(`${second.url}/orders?state=picking`)
    await expect(office.locator('[data-order][data-state="picking"]').first()).toBeVisible()

    // Totes and the first pick reach the other station while there is a network.
    const totes = Array.from({ length: 20 }, (_, at) => `TOTE-${String(at + 1).padStart(2, '0')}`)
    const pick = async (times: number): Promise<void> => {
      for (let scans = 0; scans < times; ) {
        const now = await picker.bench('picking')
        if (now.step === 'drop' || now.step === 'idle') return
        const next = {
          totes: totes[0],
          location: now.location?.code,
          item: now.item?.code,
          lot: now.lot ?? undefined,
          serial: now.serial,
          put: now.target?.toteCode,
        }
        if (now.step === 'totes') totes.shift()
        const answer = await picker.scan('picking', next[now.step as keyof typeof next] ?? COMMAND_CODES.done)
        expect(answer.feedback?.tone, JSON.stringify(answer.feedback)).not.toBe('error')
        if (answer.feedback?.name === 'linePicked' || answer.feedback?.name === 'taskPicked') scans += 1
      }
    }
    await pick(1)
    const picked = replica.prepare('SELECT coalesce(sum(picked), 0) FROM pick_line').pluck()
    const base_ = Number(picked.get())
    await expect.poll(() => Number(picked.get()), { timeout: 20_000 }).toBeGreaterThan(0)

    await proxy.set({ kind: 'refuse' })
    await pick(3)
    await expect(syncWorker(bench).lamp()).toHaveText(look.offline, { timeout: 40_000 })
    await expect(syncWorker(bench).lamp()).toHaveText(/\d/)
    const seen = Number(picked.get())
    // Meanwhile a lead takes that cart away, knowing nothing of what was picked since.
    const task = replica.prepare(`SELECT id FROM pick_task WHERE state = 'started'`).pluck().get() as string
    await call(office, 'sync/revokeClaim', { taskId: task })

    await proxy.set({ kind: 'none' })
    await syncWorker(bench).expectSync(first.url, 'online')
    await expect.poll(() => Number(picked.get()), { timeout: 20_000 }).toBeGreaterThanOrEqual(Math.max(seen, base_))
    const open_ = replica.prepare(`SELECT count(*) FROM fact_exception WHERE state = 'open'`).pluck()
    await expect.poll(() => open_.get(), { timeout: 30_000 }).toBeGreaterThan(0)
    expect(await syncWorker(office).resolveAll(second.url, 'return', look.decide)).toBeGreaterThan(0)
    await expect.poll(() => open_.get(), { timeout: 20_000 }).toBe(0)
    await expect(office.locator('html')).toHaveAttribute('lang', look.locale.slice(0, 2))
  })
