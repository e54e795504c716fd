import { useEffect, useRef } from 'react'

/** Letters and hyphens typed on a real keyboard go into an entry; digits come by the keypad's own keys. */
export function useLetterKeys(add: (text: string) => void): void {
  const latest = useRef(add)
  latest.current = add
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
      // The physical key counts, so that the Korean input method does not get in the way.
      const letter = /^Key([A-Z])$/.exec(event.code)?.[1] ?? (event.code === 'Minus' ? '-' : undefined)
      if (letter !== undefined) latest.current(letter)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
