import { msg, plural } from '@lingui/core/macro'
import { cartonName, formatWeight } from '../i18n/format.ts'
import type { WordsOf } from './feedback-facts.ts'

/** A weight as the needle shows it, never torn from its unit; both languages write it the same. */
const grams = (weight: number): string => formatWeight('ko', weight).replace(' ', '\u00a0')

/** What the packing screen can say, its labels included. */
export const packingWords = {
  toteNotReady: ({ scanned: tote }) => ({
    title: msg`This tote is not finished yet`,
    advice: msg`Tote ${tote} is still being picked. Take a tote from the bench.`,
  }),
  toteEmpty: ({ scanned: tote }) => ({
    title: msg`This tote is empty`,
    advice: msg`Nothing is picked into tote ${tote}. Put it with the empty ones.`,
  }),
  orderOpened: ({ text }) => {
    const tote = text('tote')
    return tote === '' ? { title: msg`Order open` } : { title: msg`Tote ${tote} is open` }
  },
  sharedToteOpened: ({ text, count }) => {
    const [tote, orders] = [text('tote'), count('orders')]
    return {
      title: msg`Tote ${tote}: ${plural(orders, { one: '# order', other: '# orders' })}`,
      advice: msg`Scan a unit; it chooses its order.`,
    }
  },
  orderFound: ({ text }) => {
    const order = text('order')
    return { title: msg`This one is for order ${order}` }
  },
  orderTakenUp: ({ text }) => {
    const order = text('order')
    return { title: msg`Order ${order} was begun: it comes first` }
  },
  otherTotesFirst: ({ text }) => {
    const totes = text('totes')
    return {
      title: msg`First the other totes of these orders`,
      advice:
        totes === ''
          ? msg`Scan them and take everything out. Then say once more that nothing is there.`
          : msg`Scan ${totes} and take everything out. Then say once more that nothing is there.`,
    }
  },
  tooManyTogether: ({ count }) => {
    const quantity = count('quantity')
    return {
      title: msg`Too many at once`,
      advice: msg`No order waits for more than ${quantity}. Open the case and scan single units.`,
    }
  },
  cartonStillOpen: ({ text }) => {
    const [order, item] = [text('order'), text('item')]
    return {
      title: msg`Order ${order} has a carton open`,
      advice:
        item === ''
          ? msg`Take that carton and scan the unit into it.`
          : msg`Take that carton and scan ${item} into it.`,
    }
  },
  noOrderWaits: ({ text }) => {
    const item = text('item')
    return {
      title: msg`No order in this tote waits for it`,
      advice:
        item === ''
          ? msg`Set it aside; it goes back to its shelf.`
          : msg`Set ${item} aside; it goes back to its shelf.`,
    }
  },
  sharedToteDone: ({ text }) => {
    const tote = text('tote')
    return {
      title: msg`The order is packed, and tote ${tote} is done`,
      advice: msg`It has to be empty now. What still lies in it goes back to its shelf.`,
    }
  },
  unitsLeftOver: ({ text, count }) => {
    const [units, items] = [count('units'), text('items')]
    return {
      title: msg`${plural(units, { one: '# unit is left over', other: '# units are left over' })}`,
      advice: msg`Their orders were stopped. Take them out and put them back: ${items}`,
    }
  },
  openOtherOrder: ({ text }) => {
    const order = text('order')
    return {
      title: msg`Another order is still open`,
      advice:
        order === '' ? msg`Finish it first, then scan this tote.` : msg`Finish ${order} first, then scan this tote.`,
    }
  },
  cartonOpened: ({ text }) => {
    const carton = cartonName(text('type'))
    return carton === '' ? { title: msg`Carton open` } : { title: msg`${carton} is open` }
  },
  cartonFirst: () => ({ title: msg`First a carton`, advice: msg`Scan a carton, then the goods.` }),
  unitPacked: ({ count }) => {
    const left = count('left')
    return left > 0
      ? { title: msg`${plural(left, { one: 'In. # to go', other: 'In. # to go' })}` }
      : { title: msg`In the carton` }
  },
  lastUnitPacked: () => ({ title: msg`That was the last one` }),
  itemNotInOrder: ({ text }) => {
    const order = text('order')
    return {
      title: msg`Not in this order`,
      advice:
        order === ''
          ? msg`Set it aside. It must not go into this carton.`
          : msg`${order} has no such item. Set it aside.`,
    }
  },
  overPacked: ({ count }) => {
    const ordered = count('quantity')
    return {
      title: msg`One more than ordered`,
      advice:
        ordered > 0
          ? msg`All ${ordered} are packed. Take this one out.`
          : msg`All of them are packed. Take this one out.`,
    }
  },
  itemNotPicked: () => ({
    title: msg`Ordered, but not picked`,
    advice: msg`This unit did not come out of the tote. Set it aside.`,
  }),
  unitUndone: () => ({ title: msg`Taken out again`, advice: msg`Take the unit out of the carton too.` }),
  cartonUndone: () => ({ title: msg`Carton emptied`, advice: msg`Put its goods back into the tote.` }),
  cartonEmpty: () => ({ title: msg`The carton is empty`, advice: msg`Pack at least one unit before you close it.` }),
  cartonClosed: () => ({ title: msg`Carton closed` }),
  weightOff: ({ count }) => {
    const [weight, theory] = [grams(count('weight')), grams(count('theory'))]
    return {
      title: msg`The weight does not fit`,
      advice:
        count('theory') > 0
          ? msg`${weight} instead of ${theory}. Look into the carton. If all is right, enter the same weight again.`
          : msg`Look into the carton, then weigh again.`,
    }
  },
  weightNotNumber: ({ scanned: entry }) => ({
    title: msg`That is not a weight`,
    advice: msg`${entry} cannot be a weight. Enter grams, for example 1624.`,
  }),
  tooHeavy: ({ count }) => {
    const most = grams(count('limit'))
    return {
      title: msg`Too heavy for this carton`,
      advice:
        count('limit') > 0
          ? msg`It carries ${most} at most. Take something out into a new carton.`
          : msg`Take something out into a new carton.`,
    }
  },
  serviceMissing: () => ({
    title: msg`No service was chosen`,
    advice: msg`Close the carton once more; the station chooses how it goes.`,
  }),
  serviceUnknown: () => ({
    title: msg`This service is not offered any more`,
    advice: msg`Close the carton once more and choose another one.`,
  }),
  serviceOtherCarrier: ({ text }) => {
    const wanted = text('wanted')
    return {
      title: msg`The order asks for another carrier`,
      advice:
        wanted === ''
          ? msg`Choose another service, or ask the lead.`
          : msg`It is to go with ${wanted}. Choose one of its services, or ask the lead.`,
    }
  },
  serviceLimit: ({ text }) => {
    const service = text('service')
    return {
      title: service === '' ? msg`The service does not take this carton` : msg`${service} does not take this carton`,
      advice: msg`It is too large, too heavy or too valuable for it. Choose another service, or pack it into two cartons.`,
    }
  },
  serviceForbidden: ({ text }) => {
    const [service, rule] = [text('service'), text('rule')]
    return {
      title: service === '' ? msg`This carton must not go like this` : msg`This carton must not go with ${service}`,
      advice:
        rule === ''
          ? msg`Choose another service, or ask the lead.`
          : msg`The rule “${rule}” stops it. Choose another service, or ask the lead.`,
    }
  },
  serviceNone: () => ({
    title: msg`No service takes this carton`,
    advice: msg`The screen says why. Take something out, or ask the lead.`,
  }),
  serviceWeighFirst: () => ({
    title: msg`Weigh the carton first`,
    advice: msg`Without its weight no service can be chosen.`,
  }),
  serviceChosen: ({ text }) => {
    const service = text('service')
    return {
      title: service === '' ? msg`The service is chosen` : msg`Goes with ${service}`,
      advice: msg`An earlier label counts no more.`,
    }
  },
  serviceAttach: ({ text }) => {
    const things = text('things')
    return {
      title: msg`Something has to go with the carton`,
      advice: things === '' ? msg`Attach it, then confirm.` : msg`Attach it, then confirm: ${things}`,
    }
  },
  chooseService: () => ({ title: msg`Choose how it goes` }),
  someonePacks: ({ text }) => {
    const operator = text('operator')
    return {
      title: msg`Somebody is packing this already`,
      advice:
        operator === ''
          ? msg`Leave it where it is and take another tote.`
          : msg`${operator} has it. Take another tote.`,
    }
  },
  confirmPartial: ({ count }) => {
    const missing = count('units', 'missing')
    return {
      title: missing > 0 ? msg`Ship with ${missing} missing?` : msg`Ship less than ordered?`,
      advice: msg`What is missing stays open and follows later.`,
    }
  },
  noteAcknowledged: () => ({ title: msg`Note read` }),
  orderPacked: () => ({ title: msg`The order is packed`, advice: msg`Put the cartons on the shipping table.` }),
  serialNotPicked: ({ scanned: serial }) => ({
    title: msg`Different serial number than picked`,
    advice: msg`${serial} was not picked for this order. Set it aside.`,
  }),
  orderCancelled: ({ text }) => {
    const order = text('order')
    return {
      title: msg`This order was cancelled`,
      advice: order === '' ? msg`Do not pack it. Set the tote aside.` : msg`Do not pack ${order}. Set the tote aside.`,
    }
  },
  labelSent: () => ({ title: msg`Sent to the printer`, advice: msg`Stick it on and scan it.` }),
  labelVerified: () => ({ title: msg`The label is right` }),
  labelOfOtherCarton: ({ expected: code }) => ({
    title: msg`This label belongs to another carton`,
    advice: code === '' ? msg`Take it off and find the right one.` : msg`Take it off. This carton needs ${code}.`,
  }),
  labelNotPrinted: () => ({ title: msg`Print it again`, advice: msg`Throw the old label away if there is one.` }),
  printFirst: () => ({ title: msg`Print the label first`, advice: msg`Then stick it on and scan it.` }),
  supervisorNeeded: () => ({
    title: msg`A lead has to agree`,
    advice: msg`This label was printed several times already. Ask a lead to print it from Labels.`,
  }),
} as const satisfies Record<string, WordsOf>
