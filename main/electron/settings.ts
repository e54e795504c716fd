import ElectronStore from 'electron-store'
import {
  SETTINGS_NAME,
  type SettingsFile,
  type SettingsStore,
  setAsideCorruptSettings,
  volatileSettings,
} from '../settings-file.ts'

/**
 * Opens the settings file in the data directory for the shell. A corrupt file is set aside, a directory that may not be
 * written gives settings that last until the end of the process; `notice` says so in words, null when all is well.
 */
export function openShellSettings(directory: string, now: number): { store: SettingsStore; notice: string | null } {
  try {
    const notice = setAsideCorruptSettings(directory, now)
    const store = new ElectronStore<SettingsFile>({
      cwd: directory,
      name: SETTINGS_NAME,
      accessPropertiesByDotNotation: false,
    })
    return { store: { get: (key) => store.get(key), set: (key, value) => store.set(key, value) }, notice }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { store: volatileSettings(), notice: `E-HOST-SETTINGS Settings cannot be kept in ${directory}: ${why}` }
  }
}
