import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { StationSettings } from './platform.ts'

/** The name of the settings file below the data directory, without `.json`. */
export const SETTINGS_NAME = 'settings'

/** Place, size and state of the shell's window in device-independent pixels. */
export const WindowState = z.object({
  x: z.int().min(-100_000).max(100_000),
  y: z.int().min(-100_000).max(100_000),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

const json = z.json()

/** What a settings file may hold; one file for both hosts, so that a station keeps its settings when it changes host. */
export const SettingsFile = z.strictObject({
  window: WindowState.optional(),
  zoomFactor: z.number().min(0.5).max(3).optional(),
  station: z.record(z.string(), json).optional(),
})
export type SettingsFile = z.infer<typeof SettingsFile>

/** The part of conf and of electron-store that is used here. */
export type SettingsStore = {
  get<K extends keyof SettingsFile>(key: K): SettingsFile[K]
  set<K extends keyof SettingsFile>(key: K, value: Exclude<SettingsFile[K], undefined>): void
}

function problemOf(file: string): string | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const checked = SettingsFile.safeParse(JSON.parse(text))
    if (checked.success) return null
    const issue = checked.error.issues[0]
    return `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'invalid'}`
  } catch {
    return 'not JSON'
  }
}

/**
 * Looks at `settings.json` in the directory before a store opens it. A file that does not fit the schema is renamed to
 * `settings.corrupt-<milliseconds>.json`, so that the store starts from defaults and nothing is lost; the returned
 * sentence tells a person. Null when the file is sound or absent.
 */
export function setAsideCorruptSettings(directory: string, now: number): string | null {
  const file = join(directory, `${SETTINGS_NAME}.json`)
  const problem = problemOf(file)
  if (problem === null) return null
  const aside = `${SETTINGS_NAME}.corrupt-${now}.json`
  renameSync(file, join(directory, aside))
  return `E-HOST-SETTINGS The settings file could not be used (${problem}). Defaults are in force; the old file is kept as ${aside}.`
}

/** The station's own settings inside the store; a value that is not JSON is refused with a TypeError. */
export function settingsOfStation(store: SettingsStore): StationSettings {
  return {
    get: (key) => store.get('station')?.[key],
    set: (key, value) => {
      const checked = json.safeParse(value)
      if (!checked.success) throw new TypeError(`The setting ${key} is not JSON.`)
      store.set('station', { ...store.get('station'), [key]: checked.data })
    },
  }
}

/** Settings that live as long as the process: what a host falls back to when its directory may not be written. */
export function volatileSettings(): SettingsStore {
  let file: SettingsFile = {}
  return {
    get: (key) => file[key],
    set: (key, value) => {
      file = { ...file, [key]: value }
    },
  }
}
