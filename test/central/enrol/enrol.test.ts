import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeWords, readCode } from '../../../central/enrol/enrolment-codes.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { EnrolmentReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { centreClient } from '../../support/centre-client.ts'
import { openTestCentre, siteCalled, type TestCentre } from '../../support/open-test-centre.ts'

describe('enrolling', () => {
  let test: TestCentre
  const client = () => centreClient((request) => test.centre.handle(request))
  beforeEach(async () => {
    test = await openTestCentre()
  })
  afterEach(() => test.close())

  it('gives a station an id and the next number for a one-time code', async () => {
    const first = client()
    const reply = await first.enrol(await test.code(), { name: 'bench 1' })
    expect(reply).toMatchObject({ number: 1, adopt: false })
    const second = client()
    expect((await second.enrol(await test.code())).number).toBe(2)
    expect(await test.store.ask('SELECT name, state FROM station ORDER BY number LIMIT 1')).toEqual([
      { name: 'bench 1', state: 'active' },
    ])
  })

  it('does not count the spaces around a name', async () => {
    const name = 'x'.repeat(60)
    await client().enrol(await test.code(), { name: `  ${name}  ` })
    expect(await test.store.ask('SELECT name FROM station')).toEqual([{ name }])
  })

  it('reads a code as people write it down, and keeps only its hash', async () => {
    const code = await test.code()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(readCode(' 7kq2 m9xo-Il ')).toBe('7KQ2M9X011')
    expect(codeWords(new Uint8Array(8))).toBe('0000-0000')
    const rows = await test.store.ask<{ id: string }>('SELECT id FROM enrolment')
    expect(rows.map(({ id }) => id)).not.toContain(readCode(code))
    await client().enrol(code.toLowerCase().replace('-', ' '))
  })

  it('gives the same station again when the first answer was lost, and refuses the code to any other key', async () => {
    const code = await test.code()
    const one = client()
    const first = await one.enrol(code)
    expect(await one.enrol(code)).toEqual(first)
    await expect(client().enrol(code)).rejects.toMatchObject({
      status: 403,
      problem: { code: SYNC_CODES.enrolmentWrong },
    })
    expect(await test.store.ask('SELECT id FROM station')).toHaveLength(1)
  })

  it('refuses a code after ten minutes', async () => {
    const code = await test.code()
    test.clock.now += 10 * 60_000
    await expect(client().enrol(code)).rejects.toMatchObject({ problem: { code: SYNC_CODES.enrolmentWrong } })
  })

  it('turns everybody away for a minute after five wrong codes, also after a restart', async () => {
    const good = await test.code()
    for (let index = 0; index < 5; index += 1)
      await expect(client().enrol(`0000-000${index}`)).rejects.toMatchObject({ status: 403 })
    await expect(client().enrol(good)).rejects.toMatchObject({ status: 429, problem: { retryAfterMs: 60_000 } })
    await test.restart()
    await expect(client().enrol(good)).rejects.toMatchObject({ status: 429 })
    test.clock.now += 60_001
    await client().enrol(good)
  })

  it('refuses a key that is none', async () => {
    const one = client()
    one.takeKeys({ ...one.keys, publicKey: 'x'.repeat(60) })
    await expect(one.enrol(await test.code())).rejects.toMatchObject({
      status: 400,
      problem: { code: SYNC_CODES.bodyWrong },
    })
  })

  it('counts what a station did alone as applied', async () => {
    const one = client()
    const hash = 'a'.repeat(64)
    await one.enrol(await test.code(), { journal: { lastSeq: 41, hash } })
    expect(await one.session()).toMatchObject({ appliedSeq: 41, hash })
  })

  it('refuses the tables of a station when there is a site, or a station, already', async () => {
    await test.station()
    await expect(client().enrol(await test.code(), { brings: true })).rejects.toMatchObject({
      status: 409,
      problem: { code: SYNC_CODES.centreNotEmpty },
    })
  })

  it('lets an enrolled station make a code for one more', async () => {
    const one = await test.station()
    await one.ask(saveSite, siteCalled('Seoul'))
    const reply = await one.read(await one.send('POST', SYNC_PATHS.enrolments, { name: 'bench 2' }), EnrolmentReply)
    expect(reply.expiresAt).toBe(test.clock.now + 600_000)
    expect(await client().enrol(reply.code)).toMatchObject({ number: 2, site: 'Seoul' })
  })
})
