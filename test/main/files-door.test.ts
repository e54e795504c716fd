import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesDoor } from '../../main/files-door.ts'
import type { PrintingService } from '../../main/printing/printing-service.ts'
import { openTestStation, signIn, type TestStation } from '../support/station.ts'
import { fillSmallWarehouse } from '../support/warehouse.ts'

let station: TestStation
beforeEach(async () => {
  station = await openTestStation()
  await fillSmallWarehouse(station.station.core, [])
  await signIn(station.client('here'), 'BDG-1')
})
afterEach(() => station.close())

const answerTo = async (error: unknown) => {
  const door = filesDoor(station.station.core, {} as PrintingService, [() => Promise.reject(error)])
  const answer = await door(new Request('http://station.test/files/uploads', { method: 'POST' }), { sessionId: 'here' })
  return [answer.status, await answer.json()]
}

test('a file for which the disk has no room is refused by the code of a full disk, and a bug stays a bug', async () => {
  for (const code of ['ENOSPC', 'EDQUOT'])
    expect(await answerTo(Object.assign(new Error('write'), { code }))).toEqual([503, { code: 'E-DATA-FULL' }])
  await expect(answerTo(new Error('unforeseen'))).rejects.toThrow('unforeseen')
})
