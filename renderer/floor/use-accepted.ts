import { useLingui } from '@lingui/react'
import type { AcceptedKind } from '../../contract/station/floor.ts'
import { alsoAccepted, askedFor } from './accept-words.ts'

/** The two lines of the scan slot for what a step accepts. */
export function useAccepted(): (accepts: readonly AcceptedKind[]) => { what: string; also?: string } {
  const { i18n } = useLingui()
  return (accepts) => {
    const also = alsoAccepted(accepts)
    return { what: i18n._(askedFor[accepts[0] ?? 'command']), ...(also === null ? {} : { also: i18n._(also) }) }
  }
}
