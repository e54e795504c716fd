import type { MessageDescriptor } from '@lingui/core'
import type { Feedback } from '../../contract/station/floor.ts'
import type { SignInReply } from '../../contract/station/session.ts'

/** Any answer of a floor screen or of sign-in. */
export type StationFeedback = Feedback | NonNullable<SignInReply['feedback']>

/** What a sentence may name: the two things of the answer, and its parameters. */
export type Facts = {
  /** What was scanned, as a person calls it; its code where it has no name. */
  readonly scanned: string
  readonly expected: string
  /** What kind of thing was scanned; null where the station does not say. */
  readonly kind: string | null
  /** The first of these parameters that the station sent, as text; empty when it sent none. */
  readonly text: (...keys: readonly string[]) => string
  /** The same as a number; 0 when it sent none. */
  readonly count: (...keys: readonly string[]) => number
}

/** The sentence of an answer and what to do about it. */
export type Words = { readonly title: MessageDescriptor; readonly advice?: MessageDescriptor }

/** The words of one answer, once its facts are known. */
export type WordsOf = (facts: Facts) => Words

/** The facts of an answer: names before codes, missing ones empty. */
export function factsOf(feedback: StationFeedback): Facts {
  const { scanned, expected, params } = feedback
  const text: Facts['text'] = (...keys) => {
    for (const key of keys) {
      const value = params[key]
      if (value !== undefined && value !== '') return String(value)
    }
    return ''
  }
  const name = (thing: StationFeedback['scanned'], ...keys: readonly string[]): string => {
    if (thing === null) return text(...keys)
    return thing.title === '' ? thing.code : thing.title
  }
  return {
    scanned: name(scanned, 'scanned', 'code', 'tote', 'location', 'serial', 'tracking'),
    expected: name(expected, 'expected'),
    kind: scanned?.kind ?? null,
    text,
    count: (...keys) => {
      const value = Number(text(...keys))
      return Number.isFinite(value) ? value : 0
    },
  }
}
