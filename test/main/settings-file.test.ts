import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettings } from '../../main/node/settings.ts'
import { settingsOfStation } from '../../main/settings-file.ts'

describe('the settings file', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baro-settings-'))
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))
  const write = (text: string): void => writeFileSync(join(directory, 'settings.json'), text)

  it('keeps the settings of the station across openings', () => {
    const first = openSettings(directory, 1)
    expect(first.notice).toBeNull()
    settingsOfStation(first.store).set('printer.name', 'Zebra 1')
    settingsOfStation(first.store).set('scanner', { prefix: 'F13', gapMs: 35 })
    const again = settingsOfStation(openSettings(directory, 2).store)
    expect(again.get('printer.name')).toBe('Zebra 1')
    expect(again.get('scanner')).toEqual({ prefix: 'F13', gapMs: 35 })
    expect(again.get('unknown')).toBeUndefined()
  })

  it('keeps what the other host wrote', () => {
    const window = { x: 1, y: 2, width: 1280, height: 800, maximized: true, fullScreen: false }
    write(JSON.stringify({ window, zoomFactor: 1.25 }))
    const { store, notice } = openSettings(directory, 1)
    expect(notice).toBeNull()
    settingsOfStation(store).set('a', 1)
    expect(JSON.parse(readFileSync(join(directory, 'settings.json'), 'utf8'))).toEqual({
      window,
      zoomFactor: 1.25,
      station: { a: 1 },
    })
  })

  it('starts from defaults, says so and keeps the old file when it is corrupt or does not fit', () => {
    const bad = ['{"window":', '[]', '{"zoomFactor":"big"}', '{"other":1}', '']
    for (const [index, text] of bad.entries()) {
      write(text)
      const { store, notice } = openSettings(directory, 100 + index)
      expect(notice, text).toContain('E-HOST-SETTINGS')
      expect(store.get('station'), text).toBeUndefined()
      expect(readFileSync(join(directory, `settings.corrupt-${100 + index}.json`), 'utf8')).toBe(text)
    }
    expect(readdirSync(directory).filter((name) => name.includes('corrupt'))).toHaveLength(bad.length)
  })

  it('lasts only until the end of the process where nothing can be written, and says so', () => {
    write('{}')
    const { store, notice } = openSettings(join(directory, 'settings.json', 'below-a-file'), 1)
    expect(notice).toContain('E-HOST-SETTINGS')
    settingsOfStation(store).set('a', 1)
    expect(settingsOfStation(store).get('a')).toBe(1)
  })

  it('refuses a value that is not JSON', () => {
    const settings = settingsOfStation(openSettings(directory, 1).store)
    expect(() => settings.set('a', () => 1)).toThrow(TypeError)
    expect(settings.get('a')).toBeUndefined()
  })
})
