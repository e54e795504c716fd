import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ScanNotice } from '../scan/scan-hub.ts'
import type { Feedback } from '../ui/floor/feedback-band.tsx'

function wordsOfNotice(notice: ScanNotice): { title: ReturnType<typeof msg>; advice: ReturnType<typeof msg> } | null {
  switch (notice.kind) {
    case 'bounce':
      return null
    case 'abandoned':
      return { title: msg`The scan broke off`, advice: msg`Scan it once more, all of the code.` }
    case 'hangul':
      return { title: msg`Hangul letters came out`, advice: msg`Press the 한/영 key, then scan it once more.` }
    case 'unclaimed':
      return { title: msg`Nothing is listening here`, advice: msg`Wait a moment, then scan it once more.` }
    case 'queue-full':
      return { title: msg`Too fast`, advice: msg`The last scan was not counted. Scan it again.` }
    case 'discarded': {
      const scans = notice.texts.length
      return {
        title: msg`Scans after the error do not count: ${scans}`,
        advice: msg`Scan them again when this is settled.`,
      }
    }
    case 'failed':
      return { title: msg`This scan was lost`, advice: msg`Scan it once more. If it fails again, tell the lead.` }
  }
}

/** What the scanner itself has to tell, as a warning that stays until the next scan; null for what is not worth words. */
export function noticeFeedback(notice: ScanNotice | null, i18n: I18n): Feedback | null {
  const words = notice === null ? null : wordsOfNotice(notice)
  if (notice === null || words === null) return null
  return {
    id: `${notice.kind}-${notice.at}`,
    tone: 'warning',
    title: i18n._(words.title),
    advice: i18n._(words.advice),
  }
}
