import { msg } from '@lingui/core/macro'
import type { WordsOf } from './feedback-facts.ts'

/** What every floor screen can say about a scan. */
export const scanWords = {
  unknownCode: ({ scanned: code }) => ({
    title: msg`Nobody here knows this code`,
    advice: msg`${code} belongs to nothing in this warehouse. Try another code on it, or set it aside.`,
  }),
  unreadableCode: ({ text }) => {
    const problem = text('problem')
    return {
      title: msg`The code came in garbled`,
      advice:
        problem === ''
          ? msg`Scan it once more. If Hangul letters came out, press the 한/영 key first.`
          : problem === 'BAD_CHECK_DIGIT'
            ? msg`Its check digit is wrong: misread or misprinted. Scan it once more, or another code on the goods.`
            : problem === 'BAD_DATE'
              ? msg`It holds a date that does not exist. Scan another code on the goods.`
              : msg`Parts of it are missing or run together. Scan it once more, or another code on the goods. If it stays, tell the lead: ${problem}.`,
    }
  },
  codeNotExpectedNow: ({ scanned, kind }) => ({
    title: msg`Not this one now`,
    advice:
      kind === 'tote'
        ? msg`You scanned tote ${scanned}. Scan what is asked for above.`
        : msg`You scanned ${scanned}. Scan what is asked for above.`,
  }),
  ambiguousCode: () => ({
    title: msg`This code means more than one thing`,
    advice: msg`Which one is it? Press it, or scan the code beside it.`,
  }),
  commandNotNow: () => ({
    title: msg`That does not work at this step`,
    advice: msg`Nothing has changed. Go on as above.`,
  }),
  acknowledgeFirst: () => ({
    title: msg`Finish this message first`,
    advice: msg`Your last scan was not counted. Do what it says, then press the button below.`,
  }),
  commandChecksum: ({ scanned: code }) => ({
    title: msg`Command code misread`,
    advice: msg`${code} is not a command. Scan it once more.`,
  }),
  acknowledged: () => ({ title: msg`Good, go on` }),
  nothingToUndo: () => ({ title: msg`Nothing to undo`, advice: msg`This is where the step began.` }),
} as const satisfies Record<string, WordsOf>
