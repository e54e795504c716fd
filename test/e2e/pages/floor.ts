import { expect, type Page } from '@playwright/test'
import { COMMAND_CODES, type CommandName } from '../../../domain/command-code.ts'
import { createPageScanner } from '../../renderer/scan/type-as-scanner.ts'

type Screen = 'picking' | 'packing' | 'shipping'
// biome-ignore lint/suspicious/noExplicitAny: the robot reads benches as the page gets them; the contract is tested elsewhere.
type Bench = any
/** What the station answered to a scan: the bench, and what it said. */
export type Answer = { bench: Bench; feedback: { name: string; tone: string } | null }

/** A person with a scanner at a floor screen: scans, and waits until the screen shows what the station answered. */
export async function floorWorker(page: Page) {
  const scanner = await createPageScanner(page)

  const scan = async (screen: Screen, code: string): Promise<Answer> => {
    const answered = page.waitForResponse((response) => response.url().endsWith(`/rpc/${screen}/scan`), {
      timeout: 15_000,
    })
    await scanner(code)
    const answer = ((await (await answered).json()) as { json: Answer }).json
    await expect(page.locator('[data-step]')).toHaveAttribute('data-step', answer.bench.step)
    return answer
  }
  const bench = async (screen: Screen): Promise<Bench> =>
    page.evaluate(async (noun) => {
      const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
      return (await (await fetch(`/rpc/${noun}/bench`, options)).json()).json.bench
    }, screen)

  /** Opens a screen of the floor and waits until it hears the scanner. */
  const open = async (url: string, screen: Screen): Promise<void> => {
    await page.goto(`${url}/${screen}`)
    await page.locator('html[data-scan="ready"]').waitFor()
    await page.locator(`[data-screen="${screen}"]`).waitFor()
  }

  const pickUntil = async (step: string, from: Answer, totes: string[]): Promise<string[]> => {
    const used: string[] = []
    let { bench: now, feedback } = from
    for (let turn = 0; turn < 600 && now.step !== step; turn += 1) {
      expect(feedback?.tone, `${now.step}: ${JSON.stringify(feedback)}`).not.toBe('error')
      ;({ bench: now, feedback } = await scan('picking', nextPick(now, totes, used)))
    }
    expect(now.step).toBe(step)
    return used
  }

  return {
    scanner,
    open,
    scan,
    bench,
    command: (screen: Screen, name: CommandName) => scan(screen, COMMAND_CODES[name]),
    /** Badge, then PIN by the digit keys and Enter. */
    signIn: async (badge: string, pin: string): Promise<void> => {
      await page.locator('html[data-scan="ready"]').waitFor()
      await page.locator('[data-screen="sign-in"]').waitFor()
      await scanner(badge)
      await expect(page.locator('[data-step]')).toHaveAttribute('data-step', 'pin')
      await page.keyboard.type(pin, { delay: 120 })
      // On a busy machine the browser may hear the keys as one burst, as of a scanner: then a person presses once more.
      await expect(async () => {
        await page.keyboard.press('Enter')
        await expect(page.locator('[data-step="pin"]')).toHaveCount(0, { timeout: 4_000 })
      }).toPass({ timeout: 30_000 })
    },
    /** Works on from an answer, stop by stop, until the screen is at a step; the totes that were put on the cart. */
    pickUntil,
    /** Takes one cart of work and does it, stop by stop, until the totes are at the bench; the totes that were used. */
    pickCart: async (totes: string[]): Promise<string[]> =>
      pickUntil('idle', await scan('picking', COMMAND_CODES.giveWork), totes),
    /** Packs the order of a tote into suggested cartons, prints and verifies each label. */
    packTote: async (tote: string, serials: () => string): Promise<void> => {
      let { bench: now, feedback } = await scan('packing', tote)
      for (let turn = 0; turn < 300 && now.step !== 'finished'; turn += 1) {
        expect(feedback?.tone, `${now.step}: ${JSON.stringify(feedback)}`).not.toBe('error')
        if (now.step === 'print') {
          await scanner(COMMAND_CODES.print)
          await expect(page.locator('[data-step="label"]')).toBeVisible()
          now = await bench('packing')
        }
        ;({ bench: now, feedback } = await scan('packing', nextPack(now, serials)))
      }
      expect(now.step).toBe('finished')
    },
  }
}

function nextPick(bench: Bench, totes: string[], used: string[]): string {
  switch (bench.step) {
    case 'totes': {
      // A tote that another zone handed over is asked for by its code.
      if (bench.target.toteCode !== null) return bench.target.toteCode
      const tote = totes.shift() ?? ''
      used.push(tote)
      return tote
    }
    case 'location':
      return bench.location.code
    case 'item':
      return bench.item.code
    case 'lot':
      return bench.lot
    case 'serial':
      return bench.serial
    case 'put':
      return bench.target.toteCode
    default:
      return COMMAND_CODES.done
  }
}

function nextPack(bench: Bench, serials: () => string): string {
  const line = bench.lines.find((candidate: Bench) => candidate.packed < candidate.picked)
  switch (bench.step) {
    case 'note':
      return COMMAND_CODES.confirm
    case 'carton':
      return bench.cartonTypes[0].code
    case 'unit':
      return line.here && line.item.tracking === 'serial' ? serials() : line.item.code
    case 'label':
      return `00${bench.carton.code}`
    default:
      return COMMAND_CODES.confirm
  }
}
