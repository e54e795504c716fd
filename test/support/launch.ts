import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test as base, chromium, _electron as electron, type Page } from '@playwright/test'
import { chromiumFlags, findChromium, findElectron } from './hosts.ts'
import { startNodeHost } from './start-node-host.ts'

const root = resolve(import.meta.dirname, '../..')

/** A running station with its page open. `kill` ends its process as a power cut would; `url` is the address of its page. */
export type LaunchedStation = {
  page: Page
  url: string
  dataDirectory: string
  newPage(): Promise<Page>
  stop(): Promise<void>
  kill(): Promise<void>
}

/** How to launch: the demo warehouse or an empty store, and a folder to open again. */
export type LaunchOptions = { demo?: boolean; dataDirectory?: string; locale?: string }

type HostKind = 'browser' | 'electron'

/**
 * Playwright's `test` with `launch`, which opens a station in the host of the project: the same specs run in a Chromium
 * tab and in the Electron shell. Where the host is missing, the test is skipped and says why.
 */
export const test = base.extend<
  { launch: (options?: LaunchOptions) => Promise<LaunchedStation> },
  { hostKind: HostKind }
>({
  hostKind: ['browser', { option: true, scope: 'worker' }],
  launch: async ({ hostKind }, use, testInfo) => {
    const tool = hostKind === 'browser' ? findChromium() : findElectron()
    testInfo.skip(tool.path === null, tool.path === null ? tool.reason : '')
    const launched: LaunchedStation[] = []
    const folders: string[] = []
    await use(async (options = {}) => {
      const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'baro-e2e-'))
      if (options.dataDirectory === undefined) folders.push(dataDirectory)
      const open = hostKind === 'browser' ? openInBrowser : openInElectron
      const station = await open(tool.path ?? '', { ...options, dataDirectory })
      launched.push(station)
      return station
    })
    for (const station of launched) await station.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  },
})

async function end(host: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return
  const ended = once(host, 'exit')
  host.kill(signal)
  await ended
}

async function openInBrowser(
  path: string,
  options: LaunchOptions & { dataDirectory: string },
): Promise<LaunchedStation> {
  const { host, url } = await startNodeHost(options.dataDirectory, options.demo === true ? ['--demo'] : [])
  const browser = await chromium.launch({ executablePath: path, args: [...chromiumFlags] })
  const context = await browser.newContext(options.locale === undefined ? {} : { locale: options.locale })
  const newPage = async (): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(url)
    return page
  }
  return {
    page: await newPage(),
    url,
    dataDirectory: options.dataDirectory,
    newPage,
    stop: async () => {
      await browser.close()
      await end(host, 'SIGTERM')
    },
    kill: () => end(host, 'SIGKILL'),
  }
}

async function openInElectron(
  path: string,
  options: LaunchOptions & { dataDirectory: string },
): Promise<LaunchedStation> {
  const demo = options.demo === true ? ['--demo'] : []
  const locale = options.locale === undefined ? [] : [`--lang=${options.locale}`]
  const args = [root, '--data', options.dataDirectory, ...demo, ...locale]
  const shell = await electron.launch({ executablePath: path, args, cwd: root })
  const page = await shell.firstWindow()
  return {
    page,
    url: page.url(),
    dataDirectory: options.dataDirectory,
    newPage: () => Promise.resolve(page),
    stop: () => shell.close(),
    kill: () => end(shell.process(), 'SIGKILL'),
  }
}
