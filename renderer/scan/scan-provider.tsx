import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { attachWedge } from './attach-wedge.ts'
import type { ScanLevel } from './scan-contexts.ts'
import { createScanHub, type ScanHub, type ScanState } from './scan-hub.ts'
import { newScanId, type ScanListener } from './scan-source.ts'
import { createSounds, type Sounds } from './sound.ts'
import type { WedgeKey } from './wedge-key.ts'
import { DEFAULT_WEDGE_PROFILE, type WedgeProfile } from './wedge-profile.ts'

type KeyTap = (key: WedgeKey) => boolean
type ScanServices = { hub: ScanHub; sounds: Sounds; taps: Set<KeyTap>; setProfile: (profile: WedgeProfile) => void }

const Services = createContext<ScanServices | null>(null)
let orders = 0

/**
 * Gives everything below it one stream of scans and the sounds; sets `data-scan="ready"` on the root element once the window's
 * keys are being heard. One per window.
 */
export function ScanProvider(props: {
  children: ReactNode
  profile?: WedgeProfile
  volume?: number
  isKnownCode?: (candidate: string) => boolean
}): ReactNode {
  const { volume = 0.6 } = props
  const profile = useRef(props.profile ?? DEFAULT_WEDGE_PROFILE)
  const [setProfile] = useState(() => (next: WedgeProfile): void => {
    profile.current = next
  })
  const known = useRef(props.isKnownCode)
  const [services] = useState(() => createServices((candidate) => known.current?.(candidate) ?? false, setProfile))
  const { hub, sounds, taps } = services
  useEffect(() => {
    known.current = props.isKnownCode
  }, [props.isKnownCode])
  useEffect(() => sounds.setVolume(volume), [sounds, volume])
  useEffect(() => {
    sounds.prepare()
    return wakeOnGesture(sounds)
  }, [sounds])
  useEffect(() => {
    const detach = attachWedge(
      window,
      {
        onScan: ({ text, framing, firstAt, lastAt }) => {
          const quality = framing === 'timing' ? 'timed' : 'framed'
          hub.hear({ raw: text, source: 'wedge', deviceId: 'keyboard', quality, firstAt, lastAt })
        },
        onAbandoned: hub.abandon,
        onKey: (key) => [...taps].some((tap) => tap(key)),
      },
      () => profile.current,
    )
    document.documentElement.dataset.scan = 'ready'
    return () => {
      delete document.documentElement.dataset.scan
      detach()
    }
  }, [hub, taps])
  return <Services value={services}>{props.children}</Services>
}

/**
 * Makes the calling component the one that hears scans while it is mounted and `active`. A dialog says `level: 'dialog'`, the
 * lock `'lock'`: they cover what is behind, whatever mounts there. The listener may change with every render.
 */
export function useScan(listener: ScanListener, options: { active?: boolean; level?: ScanLevel } = {}): void {
  const { hub } = useServices()
  const { active = true, level = 'screen' } = options
  // Numbered while rendering, because parents render before their children but run their effects after them.
  const [order] = useState(() => ++orders)
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => {
    if (!active) return
    return hub.listen({ level, order, listener: () => latest.current })
  }, [hub, active, level, order])
}

/** What is shown about scanning: queue, last scan, bounces, the latest notice; renders again on every change. */
export function useScanState(): ScanState {
  const { hub } = useServices()
  return useSyncExternalStore(hub.subscribe, hub.state)
}

/** The notice to show, if any; renders again only when it changes, not with every key. */
export function useScanNotice(): ScanState['notice'] {
  const { hub } = useServices()
  return useSyncExternalStore(hub.subscribe, () => hub.state().notice)
}

/** Sends codes as if scanned (training panel, action bar) and clears notices; stable between renders. */
export function useScanActions(): { emit: (code: string) => void; clearNotice: () => void } {
  const { hub } = useServices()
  return useMemo(() => ({ emit: hub.emit, clearNotice: hub.clearNotice }), [hub])
}

/** How many scans wait for their turn; renders again only when that changes. */
export function useWaitingScans(): number {
  const { hub } = useServices()
  return useSyncExternalStore(hub.subscribe, () => hub.state().queueLength)
}

/** Where further sources (camera, HID, serial) bring what they hear; stable between renders. */
export function useScanInput(): Pick<ScanHub, 'hear' | 'abandon'> {
  const { hub } = useServices()
  return useMemo(() => ({ hear: hub.hear, abandon: hub.abandon }), [hub])
}

/** Makes the wedge speak another scanner's language from now on; stable between renders. */
export function useSetWedgeProfile(): (profile: WedgeProfile) => void {
  return useServices().setProfile
}

/** Shows the component every key before anything is made of it, while `active`; what it answers true to, the page never sees. */
export function useKeyTap(tap: KeyTap, active: boolean): void {
  const { taps } = useServices()
  const latest = useRef(tap)
  useEffect(() => {
    latest.current = tap
  })
  useEffect(() => {
    if (!active) return
    const ask: KeyTap = (key) => latest.current(key)
    taps.add(ask)
    return () => void taps.delete(ask)
  }, [taps, active])
}

/** The sounds of the station, for the feedback of replies. */
export function useSounds(): Sounds {
  return useServices().sounds
}

/**
 * False once another window has taken the keyboard: a scan would not be heard here. A key that arrives after all proves the
 * opposite, until the focus is lost again.
 */
export function useScannerHeard(): boolean {
  return useSyncExternalStore(focus.subscribe, focus.heard)
}

function useServices(): ScanServices {
  const services = useContext(Services)
  if (services === null) throw new Error('ScanProvider is missing above this component')
  return services
}

function createServices(
  isKnownCode: (candidate: string) => boolean,
  setProfile: (profile: WedgeProfile) => void,
): ScanServices {
  const sounds = createSounds(globalThis.AudioContext)
  const hub = createScanHub({
    now: () => performance.now(),
    newId: () => newScanId(),
    play: sounds.play,
    // Thrown again outside the queue, so that the window's own error reporting sees it.
    reportError: (error) => globalThis.reportError(error),
    isKnownCode,
  })
  return { hub, sounds, taps: new Set(), setProfile }
}

function wakeOnGesture(sounds: Sounds): () => void {
  const gestures = ['pointerdown', 'keydown'] as const
  const wake = (): void => sounds.resume()
  for (const gesture of gestures) window.addEventListener(gesture, wake, { capture: true, passive: true })
  return () => {
    for (const gesture of gestures) window.removeEventListener(gesture, wake, { capture: true })
  }
}

const focus = watchFocus()

function watchFocus(): { subscribe: (changed: () => void) => () => void; heard: () => boolean } {
  const subscribers = new Set<() => void>()
  let heard = true
  const set = (now: boolean): void => {
    if (now === heard) return
    heard = now
    for (const changed of subscribers) changed()
  }
  const look = (): void => set(document.hasFocus())
  const proven = (event: KeyboardEvent): void => {
    if (event.isTrusted) set(true)
  }
  const listen = (): void => {
    heard = document.hasFocus()
    for (const name of ['focus', 'blur'] as const) window.addEventListener(name, look)
    document.addEventListener('visibilitychange', look)
    window.addEventListener('keydown', proven, { capture: true })
  }
  const end = (): void => {
    for (const name of ['focus', 'blur'] as const) window.removeEventListener(name, look)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('keydown', proven, { capture: true })
  }
  return {
    subscribe(changed) {
      if (subscribers.size === 0) listen()
      subscribers.add(changed)
      return () => {
        subscribers.delete(changed)
        if (subscribers.size === 0) end()
      }
    },
    heard: () => (subscribers.size === 0 ? document.hasFocus() : heard),
  }
}
