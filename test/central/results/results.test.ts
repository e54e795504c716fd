import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveSite } from '../../../commands/site/save-site.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { PushReply, RequestReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { openTestCentre, siteCalled, type TestCentre } from '../../support/open-test-centre.ts'

describe('an answer that was lost', () => {
  let test: TestCentre
  beforeEach(async () => {
    test = await openTestCentre()
  })
  afterEach(() => test.close())

  it('is told again for facts, from any of them on, also after a restart', async () => {
    const one = await test.station()
    for (const orderId of ['a', 'b', 'c']) one.fact('orders.record-reveal', { orderId })
    const pushed = await one.push()
    await test.restart()
    expect(await one.get(`${SYNC_PATHS.results}?fromSeq=2`, PushReply)).toEqual({
      ...pushed,
      results: pushed.results.slice(1),
    })
    expect((await one.get(`${SYNC_PATHS.results}?fromSeq=4`, PushReply)).results).toEqual([])
    expect(await one.push()).toEqual(pushed)
  })

  it('is told again for a request, and to nobody else', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const decided = await one.ask(saveSite, siteCalled('Busan'), { id: 'request-1' })
    const path = `${SYNC_PATHS.answer}?id=request-1`
    expect(await one.get(path, RequestReply)).toEqual(decided)
    const unknown = { status: 404, problem: { code: SYNC_CODES.notFound } }
    await expect(two.get(path, RequestReply)).rejects.toMatchObject(unknown)
    await expect(one.get(`${SYNC_PATHS.answer}?id=never`, RequestReply)).rejects.toMatchObject(unknown)
    await expect(one.get(SYNC_PATHS.answer, RequestReply)).rejects.toMatchObject(unknown)
  })
})
