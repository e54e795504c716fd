import { create } from 'zustand'
import { go } from '../router.ts'

/** A file that was dropped on another screen and waits for Import to take it up. */
export const useDroppedFile = create<{ readonly file: File | null }>(() => ({ file: null }))

/** Opens Import with a file. */
export function importFile(file: File): void {
  useDroppedFile.setState({ file })
  go('/import')
}

/** Takes the waiting file, once. */
export function takeDroppedFile(): File | null {
  const { file } = useDroppedFile.getState()
  if (file !== null) useDroppedFile.setState({ file: null })
  return file
}
