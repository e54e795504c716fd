import { msg, plural } from '@lingui/core/macro'
import type { WordsOf } from './feedback-facts.ts'

/** What the picking screen can say. */
export const pickingWords = {
  noWork: () => ({ title: msg`No orders are waiting`, advice: msg`Ask again in a moment. Your place is kept.` }),
  noWorkInZone: ({ text }) => ({
    title: msg`Nothing is waiting in zone ${text('zone')}`,
    advice: msg`Choose another zone, or ask again in a moment.`,
  }),
  zoneChosen: ({ text }) => ({ title: msg`Only work in zone ${text('zone')}` }),
  anyZone: () => ({ title: msg`Work in any zone` }),
  workGiven: ({ count }) => {
    const orders = count('orders')
    return orders > 0
      ? { title: msg`${plural(orders, { one: '# order on your cart', other: '# orders on your cart' })}` }
      : { title: msg`Here is your work` }
  },
  toteAssigned: ({ text, count }) => {
    const [tote, slot] = [text('tote'), count('slot')]
    return slot > 0 ? { title: msg`Tote ${tote} stands in place ${slot}` } : { title: msg`Tote ${tote} is on the cart` }
  },
  toteShared: ({ text, count }) => {
    const [tote, orders] = [text('tote'), count('orders')]
    return orders > 1
      ? { title: msg`Tote ${tote} is for all ${orders} orders` }
      : { title: msg`Tote ${tote} is on the cart` }
  },
  unitsCollected: ({ text, count }) => {
    const [pieces, tote] = [count('quantity'), text('tote')]
    return { title: msg`${plural(pieces, { one: '# piece', other: '# pieces' })} in tote ${tote}` }
  },
  toteInUse: ({ scanned: tote }) => ({
    title: msg`This tote is taken`,
    advice: msg`Tote ${tote} still holds another order. Take an empty tote.`,
  }),
  locationConfirmed: ({ scanned: location }) => ({ title: msg`Right place: ${location}` }),
  wrongLocation: ({ expected: location }) => ({
    title: msg`Different location`,
    advice: msg`Go on to ${location}.`,
  }),
  itemCounted: ({ count }) => {
    const [counted, quantity] = [count('counted'), count('quantity')]
    return quantity > 0 ? { title: msg`${counted} of ${quantity}` } : { title: msg`Right item` }
  },
  lastItemCounted: ({ count }) => {
    const quantity = count('quantity')
    return quantity > 1 ? { title: msg`All ${quantity}. That is enough` } : { title: msg`Right item. That is enough` }
  },
  wrongItem: () => ({ title: msg`Different item`, advice: msg`Put it back where it was.` }),
  itemOfOtherStop: ({ text }) => {
    const location = text('location')
    return {
      title: msg`That item comes later`,
      advice:
        location === '' ? msg`Put it back, its stop is still to come.` : msg`Put it back, you take it at ${location}.`,
    }
  },
  tooMany: ({ count }) => {
    const quantity = count('quantity')
    return {
      title: msg`That is too many`,
      advice:
        quantity > 0 ? msg`No more than ${quantity} here. Put the extra ones back.` : msg`Put the extra one back.`,
    }
  },
  wrongLot: ({ text }) => {
    const lot = text('expected', 'lot')
    return { title: msg`Different lot`, advice: msg`Put it back and take lot ${lot}.` }
  },
  scanLot: ({ text }) => {
    const lot = text('lot')
    return {
      title: msg`Now its lot`,
      advice: msg`The item code does not say the lot. Scan lot ${lot} on the label, or type it.`,
    }
  },
  scanSerial: () => ({
    title: msg`Now its serial number`,
    advice: msg`The item code is not enough here. Scan the serial on the unit.`,
  }),
  wrongSerial: ({ text }) => {
    const serial = text('serial', 'scanned')
    return { title: msg`This serial is not in stock here`, advice: msg`Put ${serial} back and take another unit.` }
  },
  serialTwice: ({ scanned: serial }) => ({
    title: msg`This unit is counted already`,
    advice: msg`${serial} was scanned before. Scan the next unit.`,
  }),
  wrongTote: ({ count, expected: tote }) => {
    const slot = count('slot')
    return {
      title: msg`Different tote`,
      advice: slot > 0 ? msg`These go into tote ${slot} on your cart.` : msg`These go into tote ${tote}.`,
    }
  },
  toteOfOtherCart: ({ scanned: tote }) => ({
    title: msg`This tote is not on your cart`,
    advice: msg`Tote ${tote} is not for these orders. Put nothing into it.`,
  }),
  countFirst: ({ text }) => {
    const item = text('item')
    return {
      title: msg`Scan the goods first`,
      advice: item === '' ? msg`Then the tote.` : msg`Scan ${item}, then the tote.`,
    }
  },
  linePicked: ({ count }) => {
    const [pieces, slot] = [count('quantity'), count('slot')]
    return slot > 0 && pieces > 0
      ? { title: msg`${plural(pieces, { one: '# piece', other: '# pieces' })} in tote ${slot}` }
      : { title: msg`In the tote` }
  },
  taskPicked: ({ text }) => {
    const zone = text('zone')
    return {
      title: msg`Everything is picked`,
      advice: zone === '' ? msg`Bring the cart to the packing bench.` : msg`Bring the cart to zone ${zone}.`,
    }
  },
  lineShort: ({ count, text }) => {
    const [missing, item] = [count('quantity', 'missing'), text('item')]
    return {
      title: missing > 0 ? msg`Noted: ${missing} missing` : msg`Noted: some are missing`,
      advice:
        item === ''
          ? msg`The lead sees it. Go on with the next stop.`
          : msg`${item} goes to the lead. Go on with the next stop.`,
    }
  },
  lineSkipped: () => ({ title: msg`Moved to the end`, advice: msg`You come back to it after the last stop.` }),
  pickUndone: () => ({ title: msg`Taken back`, advice: msg`Put the goods back on the shelf too.` }),
  orderStopped: ({ text }) => {
    const order = text('order')
    return {
      title: msg`This order was stopped`,
      advice:
        order === ''
          ? msg`Take nothing more for it. What is in its tote goes back to the shelf.`
          : msg`Take nothing more for ${order}. What is in its tote goes back to the shelf.`,
    }
  },
  dropped: () => ({ title: msg`The totes are at the bench` }),
  handedOver: ({ text }) => ({ title: msg`The cart is in zone ${text('zone')}` }),
  toteNotHanded: ({ expected: tote, count }) => {
    const slot = count('slot')
    return {
      title: msg`Not the tote that was handed over`,
      advice: msg`Tote ${tote} belongs on place ${slot}. Scan that one.`,
    }
  },
  lotExpired: ({ scanned: lot, text }) => {
    const day = text('expiresOn')
    return {
      title: msg`This lot is out of date`,
      advice:
        day === ''
          ? msg`Do not take ${lot}. Set it aside.`
          : msg`Do not take ${lot}: it ran out on ${day}. Set it aside.`,
    }
  },
  serialsNotAll: () => ({
    title: msg`Each unit has its own serial number`,
    advice: msg`Undo, then scan the serial of every unit, each once.`,
  }),
  serialNotKept: ({ text }) => {
    const item = text('item')
    return {
      title: msg`No serial number is kept here`,
      advice: item === '' ? msg`Undo, then count again.` : msg`${item} has none. Undo, then count again.`,
    }
  },
  serialNotInTote: ({ text }) => {
    const serial = text('serial', 'scanned')
    return { title: msg`This serial is not in the tote`, advice: msg`Look for ${serial} in the totes of your cart.` }
  },
} as const satisfies Record<string, WordsOf>
