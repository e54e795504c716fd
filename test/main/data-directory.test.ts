import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unsuitableRuntime } from '../../domain/runtime-guard.ts'
import { findApplicationRoot } from '../../main/application-root.ts'
import { chooseDataDirectory, type DirectoryCircumstances, makeDataDirectory } from '../../main/data-directory.ts'

const home = resolve('/home/kim')
const cwd = resolve('/somewhere')
const on = (platform: NodeJS.Platform, env: Record<string, string> = {}): DirectoryCircumstances => ({
  platform,
  env,
  home,
  cwd,
})

describe('where the data live', () => {
  it('takes the folder told, then BARO_DATA, then the one of the system', () => {
    const xdg = resolve('/xdg')
    const env = { BARO_DATA: 'from-env', XDG_DATA_HOME: xdg }
    expect(chooseDataDirectory('told', on('linux', env))).toBe(join(cwd, 'told'))
    expect(chooseDataDirectory(undefined, on('linux', env))).toBe(join(cwd, 'from-env'))
    expect(chooseDataDirectory(undefined, on('linux', { XDG_DATA_HOME: xdg }))).toBe(join(xdg, 'baro'))
  })

  it('follows the custom of each system', () => {
    expect(chooseDataDirectory(undefined, on('linux'))).toBe(join(home, '.local', 'share', 'baro'))
    expect(chooseDataDirectory(undefined, on('darwin'))).toBe(join(home, 'Library', 'Application Support', 'Baro'))
    expect(chooseDataDirectory(undefined, on('win32'))).toBe(join(home, 'AppData', 'Local', 'Baro'))
  })

  it('ignores a relative XDG folder, as its specification asks', () => {
    expect(chooseDataDirectory(undefined, on('linux', { XDG_DATA_HOME: 'data' }))).toBe(
      join(home, '.local', 'share', 'baro'),
    )
  })
})

describe('making the data folder', () => {
  it('makes every folder on the way and is content with one that is there', () => {
    const base = mkdtempSync(join(tmpdir(), 'baro-make-'))
    makeDataDirectory(join(base, 'a', 'b', 'c'))
    makeDataDirectory(join(base, 'a', 'b', 'c'))
    expect(existsSync(join(base, 'a', 'b', 'c'))).toBe(true)
    rmSync(base, { recursive: true })
  })

  it('says with a code that a folder below a file cannot be made', () => {
    const base = mkdtempSync(join(tmpdir(), 'baro-make-'))
    writeFileSync(join(base, 'file'), '')
    expect(() => makeDataDirectory(join(base, 'file', 'data'))).toThrow(
      expect.objectContaining({ code: 'E-DATA-READONLY' }),
    )
    rmSync(base, { recursive: true })
  })

  it.runIf(process.platform === 'linux')('returns from a folder in which the system makes none', () => {
    expect(() => makeDataDirectory('/proc/baro/data')).toThrow(expect.objectContaining({ code: 'E-DATA-READONLY' }))
  })
})

describe('the ground a host stands on', () => {
  it('refuses a Node on which the SQLite binding would crash, and says what to do', () => {
    expect(unsuitableRuntime({ node: '20.20.2', napi: '9' })).toContain('E-HOST-RUNTIME')
    expect(unsuitableRuntime({})).toContain('npm start')
    expect(unsuitableRuntime({ node: '24.21.0', napi: '10' })).toBeNull()
    expect(unsuitableRuntime(process.versions)).toBeNull()
  })

  it('finds the root of the application from any folder below it and nowhere else', () => {
    const { root, version, rendererRoot } = findApplicationRoot(import.meta.dirname)
    expect(root).toBe(resolve(import.meta.dirname, '../..'))
    expect(version).toMatch(/^\d+\.\d+\.\d+/)
    expect(rendererRoot).toBe(join(root, 'out', 'renderer'))
    expect(() => findApplicationRoot(resolve('/'))).toThrow(/package\.json/)
  })
})
