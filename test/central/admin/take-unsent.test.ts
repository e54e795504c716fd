import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runAdmin } from '../../../central/admin/admin-commands.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import type { CentreClient } from '../../support/centre-client.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'

describe('the facts of a dead station', () => {
  let test: TestCentre
  let one: CentreClient
  let two: CentreClient
  let file = ''
  beforeEach(async () => {
    test = await openTestCentre()
    ;[one, two] = [await test.station('one'), await test.station('two')]
    file = join(test.directory, 'unsent.ndjson')
    for (const each of [one, two]) {
      each.fact('orders.record-reveal', { orderId: 'sent' })
      await each.push()
    }
    for (let count = 0; count < 3; count += 1) one.fact('orders.record-reveal', { orderId: `unsent ${count}` })
  })
  afterEach(() => test.close())

  const write = (commands: readonly object[]) =>
    writeFileSync(file, commands.map((command) => `${JSON.stringify(command)}\n`).join(''))
  const platform = { now: () => 1, randomBytes: () => new Uint8Array(16), log: () => undefined }
  const take = () => runAdmin({ store: test.store, platform, backup: null }, { name: 'take-unsent', file })
  const statuses = (id: string) =>
    test.store.ask<{ seq: number; status: string }>(
      'SELECT seq, status FROM outcome WHERE station_id = ? ORDER BY seq',
      id,
    )

  it('are taken under the name of their station, by the chain that they continue, and once', async () => {
    write(one.journal.slice(1))
    expect((await take()).value).toMatchObject({ stationId: one.me.stationId, facts: 3 })
    expect((await statuses(one.me.stationId)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect((await take()).lines[0]).toContain('taken before')
    expect(await statuses(one.me.stationId)).toHaveLength(4)
    // And so it is when it comes back to life after all, and sends them itself.
    expect((await one.push()).appliedThrough).toBe(4)
    expect(await statuses(one.me.stationId)).toHaveLength(4)
  })

  it('may begin with some that the centre has', async () => {
    write(one.journal)
    expect((await take()).value).toMatchObject({ facts: 3 })
  })

  it('are kept aside when their station was revoked', async () => {
    await two.ask(revokeStation, { stationId: one.me.stationId })
    write(one.journal.slice(1))
    expect((await take()).value).toMatchObject({ outcomes: { quarantined: 3 } })
    expect(await test.store.ask('SELECT id FROM quarantine')).toHaveLength(3)
  })

  it.each([
    ['with a gap before them', () => one.journal.slice(2)],
    ['of another journal', () => one.journal.slice(1).map((command) => ({ ...command, hash: 'f'.repeat(64) }))],
    ['that were changed', () => one.journal.slice(1).map((command) => ({ ...command, args: '{"orderId":"other"}' }))],
    ['that are none', () => [{ hello: 1 }]],
    ['of an empty file', () => []],
  ])('are refused %s, and nothing is taken', async (_, commands) => {
    write(commands())
    await expect(take()).rejects.toThrow(/continue the journal of no station|no fact|no facts/)
    expect(await statuses(one.me.stationId)).toHaveLength(1)
  })

  it('are refused when the file is not there', async () => {
    await expect(take()).rejects.toThrow('cannot be read')
  })
})
