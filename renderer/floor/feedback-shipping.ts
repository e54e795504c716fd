import { msg, plural } from '@lingui/core/macro'
import type { WordsOf } from './feedback-facts.ts'

/** What the shipping screen can say. */
export const shippingWords = {
  cartonFound: ({ text }) => {
    const order = text('order')
    return order === '' ? { title: msg`Carton found` } : { title: msg`Carton of order ${order}` }
  },
  cartonNotLabelled: () => ({
    title: msg`This carton has no checked label`,
    advice: msg`Take it back to the packing bench and scan its label there.`,
  }),
  cartonShipped: ({ text }) => {
    const tracking = text('tracking')
    return {
      title: msg`This carton has left already`,
      advice:
        tracking === ''
          ? msg`Set it aside and tell the lead.`
          : msg`It is on its way as ${tracking}. Set it aside and tell the lead.`,
    }
  },
  trackingTaken: ({ text }) => {
    const carrier = text('carrier')
    return carrier === '' ? { title: msg`Waybill taken` } : { title: msg`Waybill of ${carrier}` }
  },
  trackingUsed: ({ scanned: tracking, text }) => {
    const order = text('order')
    return {
      title: msg`This waybill is used already`,
      advice:
        order === ''
          ? msg`${tracking} is on another carton. Take a new waybill.`
          : msg`${tracking} is on a carton of ${order}. Take a new waybill.`,
    }
  },
  trackingNotCarrier: ({ scanned: tracking, text }) => {
    const carrier = text('carrier')
    return {
      title: msg`This is not a number of that carrier`,
      advice:
        carrier === ''
          ? msg`${tracking} does not look like a waybill. Scan the waybill's own code.`
          : msg`${tracking} does not look like ${carrier}. Check the waybill.`,
    }
  },
  cartonOfOtherOrder: ({ text }) => {
    const order = text('expected', 'order')
    return {
      title: msg`Carton of another order`,
      advice: order === '' ? msg`Finish the order on the table first.` : msg`Finish ${order} first.`,
    }
  },
  dispatched: ({ text }) => {
    const order = text('order')
    return order === '' ? { title: msg`Sent off` } : { title: msg`Order ${order} is on its way` }
  },
  dispatchRefused: () => ({
    title: msg`This order cannot leave yet`,
    advice: msg`Something about it changed. Set it aside and ask the lead.`,
  }),
  cartonsMissing: ({ count }) => {
    const missing = count('cartons', 'missing')
    return {
      title:
        missing > 0
          ? msg`${plural(missing, { one: '# carton is still without a waybill', other: '# cartons are still without a waybill' })}`
          : msg`Not all cartons have a waybill`,
      advice: msg`Scan the next carton of this order.`,
    }
  },
  waybillOfOther: ({ text }) => {
    const [carrier, other] = [text('carrier'), text('other')]
    return {
      title: other === '' ? msg`A waybill of another carrier` : msg`A waybill of ${other}`,
      advice:
        carrier === ''
          ? msg`If it is right after all, scan the waybill again.`
          : msg`This carton goes with ${carrier}. If it is right after all, scan the waybill again.`,
    }
  },
  carrierForbidden: ({ text }) => {
    const rule = text('rule')
    return {
      title: msg`This carton must not go with that carrier`,
      advice:
        rule === ''
          ? msg`Take a waybill of the carrier on the label, or ask the lead.`
          : msg`The rule “${rule}” stops it. Take a waybill of the carrier on the label, or ask the lead.`,
    }
  },
  trackingChooseCarrier: ({ text }) => {
    const tracking = text('tracking')
    return {
      title: msg`Which carrier?`,
      advice: msg`${tracking} does not say it by itself. Choose the carrier.`,
    }
  },
} as const satisfies Record<string, WordsOf>
