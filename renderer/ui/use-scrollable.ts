import { type RefObject, useEffect, useRef } from 'react'

/** A ref for a region that may have to scroll: only while it does, it is a tab stop, so that the keyboard can scroll it. */
export function useScrollable<T extends HTMLElement>(): RefObject<T | null> {
  const region = useRef<T>(null)
  useEffect(() => {
    const element = region.current
    if (element === null) return
    const look = (): void => {
      if (element.scrollHeight > element.clientHeight + 1) element.tabIndex = 0
      else element.removeAttribute('tabindex')
    }
    const sizes = new ResizeObserver(look)
    const content = new MutationObserver(look)
    sizes.observe(element)
    content.observe(element, { childList: true, subtree: true, characterData: true })
    look()
    return () => {
      sizes.disconnect()
      content.disconnect()
    }
  }, [])
  return region
}
