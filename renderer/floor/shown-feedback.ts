import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Feedback as ContractFeedback, ThingView } from '../../contract/station/floor.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { formatCode, lastFour } from '../i18n/format.ts'
import { printReasonWords } from '../print-reasons.ts'
import type { ScanNotice } from '../scan/scan-hub.ts'
import type { CompareSide, Feedback } from '../ui/floor/feedback-band.tsx'
import type { StationFeedback } from './feedback-facts.ts'
import { acknowledgeWords, wordsOf } from './feedback-words.ts'
import { noticeFeedback } from './scan-notice.ts'
import type { Trouble } from './trouble.ts'

/** What a floor screen has to say at the moment, most urgent first. */
export type Said = {
  /** The blocking message that the bench still holds. */
  readonly alert: ContractFeedback | null
  readonly feedback: StationFeedback | null
  readonly trouble: Trouble | null
  /** What the scanner itself has to tell. */
  readonly notice: ScanNotice | null
  /** True where the bench holds no alert of its own (sign-in): a blocking answer is then shown from the answer itself. */
  readonly keepsFeedback: boolean
}

type Speaker = {
  readonly i18n: I18n
  readonly acknowledge: () => void
  /** Answers which of several things was meant, by the command of its choice. */
  readonly choose: (name: CommandName) => void
  readonly dismiss: () => void
}

/** Codes of two items by their last four where these differ, whole where the difference lies further left. */
function compared(thing: ThingView, other: ThingView): string {
  if (thing.kind !== 'item' || other.kind !== 'item') return thing.code
  return lastFour(thing.code) === lastFour(other.code) && thing.code !== other.code
    ? formatCode(thing.code)
    : lastFour(thing.code)
}

function side(thing: ThingView, other: ThingView, i18n: I18n): CompareSide {
  const title = thing.title === thing.code && thing.kind !== 'item' ? '' : thing.title
  const name = thing.kind === 'tote' && title !== '' ? i18n._(msg`Tote ${title}`) : title
  const base = { name, code: compared(thing, other) }
  return thing.kind === 'item' ? { ...base, picture: thing.picture } : base
}

/** Two things of one kind stand beside each other; an item and a tote have nothing to compare. */
export function comparison(feedback: StationFeedback, i18n: I18n): Feedback['compare'] {
  const { scanned, expected } = feedback
  if (scanned === null || expected === null || scanned.kind !== expected.kind) return undefined
  if (scanned.code === expected.code) return undefined
  return { scanned: side(scanned, expected, i18n), expected: side(expected, scanned, i18n) }
}

/** What a thing is and how it is called, for a button. */
function thingWords(thing: ThingView, i18n: I18n): string {
  const { kind } = thing
  const title = thing.title === '' ? thing.code : thing.title
  if (kind === 'location') return i18n._(msg`Place ${title}`)
  if (kind === 'tote') return i18n._(msg`Tote ${title}`)
  if (kind === 'carton') return i18n._(msg`Carton ${title}`)
  if (kind === 'carton-type') return i18n._(msg`Carton type ${title}`)
  if (kind === 'carrier') return i18n._(msg`Carrier ${title}`)
  return i18n._(msg`Item ${title}`)
}

function choicesOf(feedback: StationFeedback, { i18n, choose }: Speaker): Feedback['choices'] {
  const choices = 'choices' in feedback ? feedback.choices : undefined
  return choices?.map(({ name, code, thing }, index) => {
    const [digit, words] = [index + 1, thingWords(thing, i18n)]
    return { id: name, label: `${digit} · ${words}`, code, onChoose: () => choose(name) }
  })
}

function ofStation(feedback: StationFeedback, speaker: Speaker): Feedback {
  const { i18n, acknowledge, dismiss } = speaker
  const words = wordsOf(feedback)
  const { advice } = words
  const compare = comparison(feedback, i18n)
  const choices = choicesOf(feedback, speaker)
  return {
    id: feedback.id,
    tone: feedback.tone,
    title: i18n._(words.title),
    ...(advice === undefined ? {} : { advice: i18n._(advice) }),
    ...(feedback.tone === 'error' || feedback.tone === 'warning' ? { code: feedback.code } : {}),
    ...(compare === undefined ? {} : { compare }),
    ...(choices === undefined ? {} : { choices }),
    ...(feedback.block
      ? {
          acknowledge: {
            label: i18n._(choices === undefined ? acknowledgeWords[feedback.acknowledge] : msg`None of these`),
            code: COMMAND_CODES.acknowledge,
            onAcknowledge: acknowledge,
          },
        }
      : feedback.tone === 'error'
        ? { acknowledge: { label: i18n._(acknowledgeWords.understood), onAcknowledge: dismiss } }
        : {}),
  }
}

const refusals = {
  NOT_SIGNED_IN: msg`Nobody is signed in any more`,
  FORBIDDEN: msg`Your badge does not allow this`,
  NOT_FOUND: msg`This is not there any more`,
  CONFLICT: msg`Somebody else was faster`,
  BUSY: msg`The station's disk is full`,
} as const

function ofTrouble(trouble: Trouble, { i18n, dismiss }: Speaker): Feedback {
  if (trouble.kind === 'unanswered')
    return {
      id: 'unanswered',
      tone: 'warning',
      title: i18n._(msg`Not answered yet`),
      advice: i18n._(msg`Your last scan is being sent again. Do not scan it twice.`),
      code: 'W-NET-001',
    }
  const acknowledge = { label: i18n._(acknowledgeWords.understood), onAcknowledge: dismiss }
  if (trouble.kind === 'bug') {
    const { id } = trouble
    return {
      id: `bug-${id}`,
      tone: 'error',
      title: i18n._(msg`Something failed (${id})`),
      advice: i18n._(msg`What was scanned before is kept. If it fails again, read this number to the lead.`),
      acknowledge,
    }
  }
  const print = printReasonWords(trouble.code)
  const known = Object.entries(refusals).find(([name]) => name === trouble.name)?.[1]
  return {
    id: `refused-${trouble.code}`,
    tone: 'error',
    title: i18n._(print?.what ?? known ?? msg`The station refused this`),
    advice: i18n._(print?.todo ?? msg`Nothing has changed. If you do not know why, ask the lead.`),
    code: trouble.code,
    acknowledge,
  }
}

/** Answers that need no words: a message that was acknowledged is gone, and a question is asked by the step that it leads to. */
const saidByStep: ReadonlySet<string> = new Set(['acknowledged', 'confirmPartial', 'trackingChooseCarrier'])

/** The one message of the screen: a failure before a blocking error before the last answer; null while there is nothing to say. */
export function shownFeedback(said: Said, speaker: Speaker): Feedback | null {
  const { alert, feedback, trouble, notice } = said
  if (trouble !== null && (alert === null || trouble.kind !== 'unanswered')) return ofTrouble(trouble, speaker)
  // While an error waits, every further scan gets the same error under a new id: it is shown, and heard, as new.
  if (alert !== null) return ofStation(feedback?.block === true ? { ...alert, id: feedback.id } : alert, speaker)
  const noticed = noticeFeedback(notice, speaker.i18n)
  if (noticed !== null) return noticed
  // A blocking answer without an alert was acknowledged elsewhere meanwhile.
  if (feedback === null || (feedback.block && !said.keepsFeedback)) return null
  if (saidByStep.has(feedback.name)) return null
  return ofStation(feedback, speaker)
}
