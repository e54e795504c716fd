import { msg, plural } from '@lingui/core/macro'
import type { SignInReply } from '../../contract/station/session.ts'
import type { WordsOf } from './feedback-facts.ts'

type SignInName = NonNullable<SignInReply['feedback']>['name']

/** What sign-in can say. */
export const signInWords = {
  badgeUnknown: ({ scanned: badge }) => ({
    title: msg`This badge is not known`,
    advice: badge === '' ? msg`Ask a lead to add it.` : msg`Nobody has badge ${badge}. Ask a lead to add it.`,
  }),
  pinWrong: ({ count }) => {
    const left = count('left', 'attemptsLeft')
    return {
      title: msg`Wrong PIN`,
      advice:
        left > 0 ? msg`${plural(left, { one: 'One more try.', other: '# more tries.' })}` : msg`Enter it once more.`,
    }
  },
  badgeLocked: () => ({ title: msg`This badge is locked`, advice: msg`Too many wrong PINs. Wait, or ask a lead.` }),
  signedIn: ({ text }) => {
    const name = text('name')
    return name === '' ? { title: msg`Welcome` } : { title: msg`Welcome, ${name}` }
  },
  badgeInactive: () => ({ title: msg`This badge is switched off`, advice: msg`Ask a lead to switch it on.` }),
  notABadge: ({ scanned }) => ({
    title: msg`That is not a badge`,
    advice: scanned === '' ? msg`Scan your badge to begin.` : msg`You scanned ${scanned}. Scan your badge to begin.`,
  }),
} as const satisfies Record<SignInName, WordsOf>
