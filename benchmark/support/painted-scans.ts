import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { type Browser, chromium, type Page } from 'playwright'
import { rolldown } from 'rolldown'
import { chromiumFlags, findChromium } from '../../test/support/hosts.ts'
import { startNodeHost } from '../../test/support/start-node-host.ts'
import { type StationClient, signIn } from '../../test/support/station.ts'
import { PICKER } from './large-warehouse.ts'
import type {} from './page-probe.ts'
import type { Picker, PickerScan } from './picker.ts'
import { createTypist, type Typist } from './wedge-typist.ts'

/** Milliseconds from a key's time stamp to the painted answer, and what was scanned; `spoilt` scans were not heard whole. */
export type PaintedScans = {
  scans: { kind: PickerScan['kind']; milliseconds: number }[]
  floor: number[]
  spoilt: number
}

/** A code that comes again sooner is taken for a bounce of the trigger. */
const BOUNCE_MS = 260
const UNHEARD_MS = 5_000

/** A page of the built application at the picking bench, its picker signed in, served by a host process of its own. */
export type PickingPage = { page: Page; client: StationClient; close(): Promise<void> }

/** Starts host and Chromium on a data directory and goes to the bench. Throws with the reason when there is no Chromium. */
export async function openPickingPage(dataDirectory: string): Promise<PickingPage> {
  const tool = findChromium()
  if (tool.path === null) throw new Error(tool.reason)
  const { host, url } = await startNodeHost(dataDirectory)
  let browser: Browser | undefined
  const close = async (): Promise<void> => {
    await browser?.close()
    await end(host)
  }
  try {
    browser = await chromium.launch({ executablePath: tool.path, args: [...chromiumFlags] })
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.addInitScript({ content: await bundleProbe() })
    await page.goto(url)
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const client: StationClient = createORPCClient(new RPCLink({ url: `${url}/rpc`, headers: { cookie } }))
    await signIn(client, PICKER.badge, PICKER.pin)
    await client.session.screen({ screen: 'picking' })
    await page.goto(`${url}/picking`)
    await page.locator('html[data-scan="ready"][data-ready^="picking:"]').waitFor({ state: 'attached' })
    return { page, client, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Lets a picker work `count` scans at the page, each beside an echo that the same page asks for and paints. */
export async function measurePaintedScans(opened: PickingPage, picker: Picker, count: number): Promise<PaintedScans> {
  const typist = await createTypist(opened.page)
  const result: PaintedScans = { scans: [], floor: [], spoilt: 0 }
  let last = { code: '', at: 0 }
  while (result.scans.length < count) {
    const { bench } = await opened.client.picking.bench()
    const { kind, code } = picker.next(bench)
    const isEchoFirst = result.scans.length % 2 === 0
    if (isEchoFirst) result.floor.push(await echo(opened.page, typist))
    if (code === last.code) await delay(Math.max(0, last.at + BOUNCE_MS - performance.now()))
    const milliseconds = await scan(opened.page, typist, kind, code)
    last = { code, at: performance.now() }
    if (!isEchoFirst) result.floor.push(await echo(opened.page, typist))
    if (milliseconds === null) result.spoilt += 1
    else result.scans.push({ kind, milliseconds })
    if (result.spoilt > 10 + count / 20) throw new Error(`${result.spoilt} scans were not heard by the page`)
  }
  return result
}

async function scan(page: Page, typist: Typist, kind: PickerScan['kind'], code: string): Promise<number | null> {
  const painted = await expectPainted(page, kind === 'acknowledge' ? 'no-band' : 'band')
  await typist.scan(code)
  return await painted.answer
}

async function echo(page: Page, typist: Typist): Promise<number> {
  const painted = await expectPainted(page, 'echo')
  await typist.press('F9')
  const milliseconds = await painted.answer
  if (milliseconds === null) throw new Error('The page did not paint its echo')
  return milliseconds
}

/** Asks for the answer before the keys are typed, so that nothing but them reaches the page meanwhile; null: none came. */
async function expectPainted(
  page: Page,
  what: 'band' | 'no-band' | 'echo',
): Promise<{ answer: Promise<number | null> }> {
  await page.evaluate((expected) => window.baroProbe.expect(expected), what)
  const painted = page.evaluate(() => window.baroProbe.painted()).then(({ milliseconds }) => milliseconds)
  return { answer: Promise.race([painted, delay(UNHEARD_MS, null)]) }
}

async function bundleProbe(): Promise<string> {
  const input = join(resolve(import.meta.dirname), 'page-probe.ts')
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' })
  const { output } = await bundle.generate({ format: 'iife' })
  await bundle.close()
  return output[0].code
}

async function end(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return
  const ended = once(host, 'exit')
  host.kill('SIGTERM')
  await ended
}
