import { msg } from '@lingui/core/macro'
import type { FeedbackName } from '../../domain/feedback.ts'
import { centreWords } from './feedback-centre.ts'
import { factsOf, type StationFeedback, type Words, type WordsOf } from './feedback-facts.ts'
import { packingWords } from './feedback-packing.ts'
import { pickingWords } from './feedback-picking.ts'
import { scanWords } from './feedback-scan.ts'
import { shippingWords } from './feedback-shipping.ts'
import { signInWords } from './feedback-sign-in.ts'

/** Every message of the station with its sentence; a message without one does not compile. */
export const feedbackWords = {
  ...scanWords,
  ...pickingWords,
  ...packingWords,
  ...shippingWords,
  ...centreWords,
} as const satisfies Record<FeedbackName, WordsOf>

const all: Readonly<Record<string, WordsOf>> = { ...feedbackWords, ...signInWords }

/** The words of an answer; a name that this screen does not know yet is shown by its code, never as nothing. */
export function wordsOf(feedback: StationFeedback): Words {
  const words = all[feedback.name]
  if (words !== undefined) return words(factsOf(feedback))
  const { code } = feedback
  return { title: msg`The station says ${code}`, advice: msg`Ask the lead what it means.` }
}

/** The words of the button that acknowledges an error: always the physical act, never "OK". */
export const acknowledgeWords = {
  'put-item-back': msg`I put it back`,
  'go-to-location': msg`I am on my way`,
  'take-right-tote': msg`I have the right tote`,
  'set-aside': msg`I set it aside`,
  understood: msg`I have read it`,
} as const
