import { msg } from '@lingui/core/macro'
import type { WordsOf } from './feedback-facts.ts'

/** What every floor screen can say about the centre and the other stations. */
export const centreWords = {
  needsCentre: () => ({
    title: msg`Only with a connection to the centre`,
    advice: msg`Nothing has changed. Go on with the work you have, and try again once the station is online.`,
  }),
  centreSilent: () => ({
    title: msg`The centre has not answered`,
    advice: msg`Nothing has changed here. Look again in a moment, then try once more.`,
  }),
  orderBlocked: ({ text }) => {
    const order = text('order')
    return {
      title: msg`A lead has to look at this order first`,
      advice:
        order === ''
          ? msg`It is stopped until then. Set its tote aside.`
          : msg`${order} is stopped until then. Set its tote aside.`,
    }
  },
  taskElsewhere: ({ text }) => {
    const station = text('station')
    return {
      title: msg`Your work is at another station`,
      advice:
        station === ''
          ? msg`Finish it there, or ask the lead to take it away from there. Then it comes to you here.`
          : msg`Finish it at ${station}, or ask the lead to take it away from there. Then it comes to you here.`,
    }
  },
  verifyTote: ({ text }) => {
    const tote = text('tote')
    return {
      title: msg`Check the totes first`,
      advice:
        tote === ''
          ? msg`Somebody else began this work. Count what already lies in its totes.`
          : msg`Somebody else began this work. Count what already lies in tote ${tote}.`,
    }
  },
  stationStopped: () => ({
    title: msg`This station was stopped`,
    advice: msg`Stop working here and get the lead. What you did so far is kept.`,
  }),
} as const satisfies Record<string, WordsOf>
