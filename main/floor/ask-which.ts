import type { Feedback, ScanRequest } from '../../contract/station/floor.ts'
import { COMMAND_CODES, type CommandName, quantityKey } from '../../domain/command-code.ts'
import type { Meaning } from '../../domain/meaning.ts'
import { say, thingOf } from './say.ts'

/** More things than the printed keypad has digits are never one code. */
const CHOICES: readonly CommandName[] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `quantity${digit}` as CommandName)

/**
 * The question which of several things a code stands for, answered by the digits of the quantity keypad. The code is kept
 * as it was scanned, so that it is read anew when somebody answers.
 */
export function askWhich({ scanId, code }: ScanRequest, meaning: Meaning, meanings: readonly Meaning[]): Feedback {
  const choices = meanings.slice(0, CHOICES.length).map((one, index) => {
    const name = CHOICES[index] ?? 'quantity1'
    return { name, code: COMMAND_CODES[name], thing: thingOf(one) }
  })
  return { ...say(scanId, 'ambiguousCode', { code: meaning.text, raw: code, count: choices.length }), choices }
}

/** What was meant, when `answer` is one of the digits that the question offers; null when it is something else. */
export async function chosenMeaning(
  question: Feedback,
  answer: Meaning,
  read: (code: string) => Promise<Meaning[]>,
): Promise<Meaning | null> {
  const { choices, params } = question
  const key = answer.command === null ? null : quantityKey(answer.command)
  const choice = typeof key === 'number' ? choices?.[key - 1] : undefined
  if (choice === undefined) return null
  // Rows may have changed meanwhile: it must still be the thing that was offered, in its place.
  const meanings = await read(String(params.raw ?? ''))
  const meant = meanings[Number(key) - 1]
  return meant !== undefined && isSame(thingOf(meant), choice.thing) ? meant : null
}

function isSame(thing: ReturnType<typeof thingOf>, other: ReturnType<typeof thingOf>): boolean {
  return thing.kind === other.kind && thing.title === other.title
}
