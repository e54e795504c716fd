import { expect, it } from 'vitest'
import { DatabaseRefusedError } from '../../../db/sqlite/open-database.ts'
import { localFailure } from '../../../main/sync/sync-calls.ts'

it.each([
  ['a full disk under a download', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'E-DATA-FULL'],
  ['a quota that is used up', Object.assign(new Error('write'), { code: 'EDQUOT' }), 'E-DATA-FULL'],
  ['a full disk under the tables', Object.assign(new Error('put'), { code: 'SQLITE_FULL' }), 'E-DATA-FULL'],
  ['a full disk under the journal', new DatabaseRefusedError('E-DATA-FULL', 'The disk is full'), 'E-DATA-FULL'],
  ['a broken connection', Object.assign(new Error('read'), { code: 'ECONNRESET' }), 'E-SYN-001'],
  ['something without a code', null, 'E-SYN-001'],
])('%s is told as what it is, and tried again', (_what, error, code) => {
  expect(localFailure(error)).toMatchObject({ kind: 'unreachable', code })
})
