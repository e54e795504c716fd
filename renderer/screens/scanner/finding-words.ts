import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Finding } from '../../scan/diagnose.ts'

const LAYOUT_NAMES: Readonly<Record<string, MessageDescriptor>> = {
  uk: msg`British`,
  de: msg`German`,
  fr: msg`French`,
}

/** The name of a keyboard layout. */
export function layoutName(layout: string): MessageDescriptor {
  return LAYOUT_NAMES[layout] ?? msg`US`
}

/** What was found about a scanner: what it is, and how to mend it or that nothing is needed. */
export function findingWords({ kind, harm, detail }: Finding): { title: MessageDescriptor; advice: MessageDescriptor } {
  switch (kind) {
    case 'layout':
      return {
        title: msg`The scanner pretends another keyboard`,
        advice: msg`Nothing to do: this station reads it that way from now on. Set up again after a change of the scanner.`,
      }
    case 'caps-lock':
      return {
        title: msg`Small and capital letters are swapped`,
        advice:
          detail === 'computer'
            ? msg`Press the Caps Lock key so that its light is off, then scan again.`
            : msg`The scanner swaps them itself. Scan the code for "Caps Lock off" in the scanner’s manual, then scan again.`,
      }
    case 'no-suffix':
      return {
        title: msg`Nothing comes behind the code`,
        advice: msg`The station cannot tell where a code ends. Scan the code for "add Enter suffix" (CR) in the scanner’s manual, then scan again.`,
      }
    case 'gs-lost':
      return {
        title: msg`The separator of GS1 codes gets lost`,
        advice: msg`Lot and serial would run together. Scan the code for "send GS / FNC1 as Ctrl+]" in the scanner’s manual, then scan again.`,
      }
    case 'separator':
      return {
        title: msg`The separator comes as another key`,
        advice: msg`Nothing to do: ${detail} counts as the separator from now on.`,
      }
    case 'ime':
      return {
        title: msg`Hangul input is on`,
        advice: msg`Nothing to do: codes are read all the same. Press 한/영 if you want to type letters.`,
      }
    case 'prefix':
      return harm
        ? {
            title: msg`Too much comes before the code`,
            advice: msg`Before it came ${detail}. Switch the prefix off by the scanner’s manual, then scan again.`,
          }
        : {
            title: msg`Something comes before every code`,
            advice: msg`Nothing to do: ${detail} is taken off from now on.`,
          }
    case 'slow':
      return harm
        ? {
            title: msg`The scanner types too slowly`,
            advice: msg`${detail} ms between keys look like a person. Set "inter-character delay" to 0 by the scanner’s manual, or bring its base nearer.`,
          }
        : {
            title: msg`The scanner types slowly`,
            advice: msg`Nothing to do: this station waits for it, ${detail} ms a key.`,
          }
    case 'unreadable':
      return {
        title: msg`That was not the test code`,
        advice: msg`What came was ${detail}. Scan the code shown here; if it is that one, reset the scanner by its manual.`,
      }
  }
}
