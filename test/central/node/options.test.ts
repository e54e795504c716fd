import { describe, expect, it } from 'vitest'
import { readLine, usage } from '../../../central/node/options.ts'

const read = (line: string, env: Record<string, string> = {}) => {
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const result = readLine(['--data', '/d', ...args], env)
  return result.kind === 'command' ? result.command : result
}

describe('the command line of the centre', () => {
  it('serves on this machine alone when nothing else is said', () => {
    expect(read('')).toEqual({
      ...{ data: '/d', databaseUrl: null, json: false, name: 'serve', host: '127.0.0.1', port: 8790 },
    })
    expect(read('--listen [::1]:0')).toMatchObject({ host: '::1', port: 0 })
    expect(read('--listen 0.0.0.0:80', { DATABASE_URL: 'postgresql://x' })).toMatchObject({
      ...{ host: '0.0.0.0', port: 80, databaseUrl: 'postgresql://x' },
    })
  })

  it('reads each command with its arguments', () => {
    const admin = (line: string) => (read(line) as { command: unknown }).command
    expect(admin('enrol-code --name "bench 2"')).toEqual({ name: 'enrol-code', station: 'bench 2' })
    expect(admin('stations')).toEqual({ name: 'stations' })
    expect(admin('revoke-station s1')).toEqual({ name: 'revoke-station', id: 's1' })
    expect(admin('readmit-station s1')).toEqual({ name: 'readmit-station', id: 's1' })
    expect(admin('key create --name shop --scopes "orders:read stock:read"')).toEqual({
      ...{ name: 'key create', key: 'shop', scopes: ['orders:read', 'stock:read'] },
    })
    expect(admin('key list')).toEqual({ name: 'key list' })
    expect(admin('key revoke 0123456789')).toEqual({ name: 'key revoke', id: '0123456789' })
    expect(admin('quarantine list')).toEqual({ name: 'quarantine list' })
    expect(admin('quarantine readmit s1')).toEqual({ name: 'quarantine readmit', id: 's1' })
    expect(admin('quarantine discard s1/i1/7/abc')).toEqual({ name: 'quarantine discard', id: 's1/i1/7/abc' })
    expect(admin('take-unsent /copies/u.ndjson')).toEqual({ name: 'take-unsent', file: '/copies/u.ndjson' })
    expect(admin('backup /copies/x.db')).toEqual({ name: 'backup', file: '/copies/x.db' })
    expect(admin('doctor')).toEqual({ name: 'doctor' })
    expect(read('restore /copies/x.db --json')).toMatchObject({ name: 'restore', file: '/copies/x.db', json: true })
    expect(read('new-timeline')).toMatchObject({ name: 'new-timeline' })
  })

  it.each([
    'dance',
    'enrol-code',
    'revoke-station',
    'revoke-station a b',
    'readmit-station',
    'key',
    'quarantine',
    'quarantine discard',
    'quarantine burn s1',
    'key create --name shop',
    'key create --name shop --scopes everything',
    'backup',
    'stations --name x',
    'doctor --listen 127.0.0.1:1',
    '--listen localhost',
    '--listen 127.0.0.1:99999',
    '--listen 300.0.0.1:80',
    '--what',
  ])('says what is wrong with: %s', (line) => {
    expect(read(line)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/\w/) })
  })

  it('needs a folder, and names every command in its help', () => {
    expect(readLine([], {})).toMatchObject({ kind: 'wrong' })
    expect(readLine([], { BARO_CENTRE_DATA: '/x' })).toMatchObject({ kind: 'command' })
    expect(readLine(['key', '--help'], {})).toEqual({ kind: 'help' })
    for (const word of [
      'enrol-code',
      'revoke-station',
      'readmit-station',
      'key create',
      'restore',
      'new-timeline',
      'backup',
      'doctor',
    ])
      expect(usage).toContain(word)
  })
})
