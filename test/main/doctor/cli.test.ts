import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCli } from '../../../main/node/cli-options.ts'
import { openTestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

const root = resolve(import.meta.dirname, '../../..')
let folder: string
let data: string

function station(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'main/node/cli.ts'), ...args],
    {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, BARO_DATA: data, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/baro/compiled') },
    },
  )
  return { code: status, stdout, stderr }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-cli-'))
  data = join(folder, 'data')
  const opened = await openTestStation({ dataDirectory: data })
  await fillSmallWarehouse(opened.station.core, [])
  await opened.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the arguments', () => {
  test.each([
    [['import'], 'one file'],
    [['import', 'a', 'b'], 'one file'],
    [['import', 'a', '--kind', 'people'], '--kind people'],
    [['import', 'a', '--since', '2026-01-01'], '--since does not belong to import'],
    [['export'], '--channel'],
    [['export', '--channel', 'x', '--since', 'yesterday'], '--since yesterday'],
    [['export', '--channel', 'x', '--encoding', 'latin1'], '--encoding latin1'],
    [['doctor', 'me'], 'me: not expected'],
    [['doctor', '--data', ''], '--data'],
    [['dance'], 'dance'],
    [['doctor', '--dance'], '--dance'],
  ])('%j is refused and says why', (args, said) => {
    const outcome = parseCli(args)
    expect(outcome).toMatchObject({ kind: 'wrong' })
    expect(outcome.kind === 'wrong' && outcome.message).toContain(said)
  })

  test('a day without a time is that day’s beginning in UTC', () => {
    expect(parseCli(['export', '--channel', 'shopify', '--since', '2026-01-31'])).toMatchObject({
      command: { channel: 'shopify', since: Date.UTC(2026, 0, 31), out: undefined },
    })
  })
})

describe('the commands', () => {
  test('help is printed and is no failure; a wrong line prints it too and is one', () => {
    const help = station('--help')
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('--only-if-all-good')])
    const wrong = station('dance')
    expect([wrong.code, wrong.stdout, wrong.stderr]).toEqual([
      2,
      '',
      expect.stringContaining('expected import, export, doctor, unsent, rotate-key or backup'),
    ])
  })

  test('a file is imported, and the same file again changes nothing', () => {
    const file = join(folder, 'totes.csv')
    writeFileSync(file, 'code,name\nT-90,Tote 90\nT-91,Tote 91\n')
    const first = station('import', file)
    expect([first.stderr, first.code]).toEqual(['', 0])
    expect(first.stdout).toContain('2 new; 2 of 2 changed something')
    expect(station('import', file, '--kind', 'totes').stdout).toContain('2 unchanged; 0 of 2 changed something')
  })

  test('what is wrong in a file is told by row, and with --only-if-all-good nothing is written', () => {
    const file = join(folder, 'stock.csv')
    writeFileSync(file, 'sku,location,quantity\nA1,A-01-1-01,50\nA1,NOWHERE,5\n')
    const counts = () => {
      const replica = new Database(join(data, 'replica.db'), { readonly: true })
      const moves = replica.prepare('SELECT count(*) FROM stock_move').pluck().get() as number
      replica.close()
      return moves
    }
    const before = counts()
    const refused = station('import', file, '--only-if-all-good')
    expect([refused.code, counts()]).toEqual([1, before])
    expect(refused.stderr).toContain('row 3')
    expect(refused.stdout).toContain('nothing was written')
    const checked = station('import', file, '--check', '--json')
    expect([checked.code, counts()]).toEqual([1, before])
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: false, problemCount: 1, counts: { update: 1, problem: 1 } })
    const taken = station('import', file)
    expect([taken.code, counts()]).toEqual([1, before + 1])
  })

  test('a file of no known form, and one that is not there, are refused with a code', () => {
    const file = join(folder, 'letter.csv')
    writeFileSync(file, 'dear,sir\n1,2\n')
    const unknown = station('import', file)
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('(E-IMP-009)')])
    const absent = station('import', join(folder, 'absent.csv'), '--json')
    expect([absent.code, JSON.parse(absent.stdout).ok]).toEqual([1, false])
    expect(absent.stderr).toMatch(/\(E-IMP-009\)/)
  })

  test('shipped orders are written into a file of the channel’s form', () => {
    const out = join(folder, 'shipped.csv')
    const { code, stdout } = station('export', '--channel', 'shopify', '--out', out)
    expect([code, stdout]).toEqual([0, `${out}: 0 shipped orders of shopify\n`])
    expect(readFileSync(out, 'utf8')).toContain('Tracking Number')
    const nowhere = station('export', '--channel', 'shopify', '--out', join(folder, 'no/such/folder.csv'))
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('(E-CLI-FILE)')])
  })

  test('the doctor says every invariant by itself and that all hold', () => {
    const { code, stdout } = station('doctor')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ok {4}Stock on hand is the sum of its moves$/m)
    expect(stdout).toMatch(/\d+ checks of .*: all hold/)
  })

  test('the doctor’s exit code says that something is wrong, and its text what', () => {
    const replica = new Database(join(data, 'replica.db'))
    replica.exec(`UPDATE stock SET on_hand = on_hand + 1 WHERE serial = ''`)
    replica.close()
    const { code, stdout } = station('doctor')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^WRONG Stock on hand is the sum of its moves: 8$/m)
    expect(stdout).toContain('and 3 more')
    const json = station('doctor', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, dataDirectory: data })
    expect(station('doctor', '--data', join(folder, 'nowhere')).stderr).toContain('(E-DATA-MISSING)')
  })
})
