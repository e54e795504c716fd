import type { PaymentState } from './inputs.ts'
import { type Expected, expected } from './order-file-problems.ts'
import { ownValue } from './own-value.ts'

const PAYMENT: Readonly<Record<string, PaymentState>> = {
  pending: 'pending',
  unpaid: 'pending',
  partiallypaid: 'pending',
  expired: 'pending',
  결제대기: 'pending',
  입금대기: 'pending',
  결제대기중: 'pending',
  미입금: 'pending',
  authorized: 'authorized',
  authorised: 'authorized',
  paid: 'paid',
  partiallyrefunded: 'paid',
  결제완료: 'paid',
  입금완료: 'paid',
  cod: 'cod',
  후불: 'cod',
  refunded: 'refunded',
  환불: 'refunded',
  환불완료: 'refunded',
  voided: 'voided',
}

const CASH_ON_DELIVERY = /cash on delivery|\bcod\b|착불결제|후불결제|대금교환/i

/** The payment state of an order; an unpaid one whose method is cash on delivery is `cod`. */
export function parsePayment(text: string, method: string): PaymentState | Expected<'payment-unknown'> {
  const state = ownValue(PAYMENT, text.toLowerCase().replace(/[\s_-]+/g, ''))
  if (state === undefined) return expected('payment-unknown')
  return state === 'pending' && CASH_ON_DELIVERY.test(method) ? 'cod' : state
}

/** What the marketplace's own state of a row means for the floor. */
export interface RowState {
  payment: PaymentState
  /** `open` is to be shipped, `shipped` was shipped by somebody already, `cancelled` must not be picked. */
  work: 'open' | 'shipped' | 'cancelled'
}

const OPEN: RowState = { payment: 'paid', work: 'open' }
const WAITING: RowState = { payment: 'pending', work: 'open' }
const SHIPPED: RowState = { payment: 'paid', work: 'shipped' }
const CANCELLED: RowState = { payment: 'refunded', work: 'cancelled' }

const ROW_STATES: Readonly<Record<string, RowState>> = {
  결제완료: OPEN,
  신규주문: OPEN,
  주문확인: OPEN,
  주문접수: OPEN,
  발주확인: OPEN,
  발주확인완료: OPEN,
  발주완료: OPEN,
  발송대기: OPEN,
  배송준비: OPEN,
  배송준비중: OPEN,
  상품준비: OPEN,
  상품준비중: OPEN,
  배송지시: OPEN,
  출고대기: OPEN,
  open: OPEN,
  paid: OPEN,
  결제대기: WAITING,
  결제대기중: WAITING,
  입금대기: WAITING,
  미입금: WAITING,
  발송완료: SHIPPED,
  출고완료: SHIPPED,
  배송중: SHIPPED,
  배송완료: SHIPPED,
  구매확정: SHIPPED,
  구매결정: SHIPPED,
  shipped: SHIPPED,
  취소: CANCELLED,
  취소요청: CANCELLED,
  취소접수: CANCELLED,
  취소처리중: CANCELLED,
  취소완료: CANCELLED,
  주문취소: CANCELLED,
  미결제취소: CANCELLED,
  반품: CANCELLED,
  반품요청: CANCELLED,
  반품접수: CANCELLED,
  반품완료: CANCELLED,
  환불완료: CANCELLED,
  cancelled: CANCELLED,
  canceled: CANCELLED,
}

/** The meaning of a marketplace's row state; a word that is not known is refused, for shipping a cancelled row is worse. */
export function parseRowState(text: string): RowState | Expected<'status-unknown'> {
  return ownValue(ROW_STATES, text.toLowerCase().replace(/\s+/g, '')) ?? expected('status-unknown')
}

/** Units of a line that somebody else has shipped (or that were taken off it): a word of Shopify's, or a number. */
export function parseFulfilled(text: string, quantity: number): number | Expected<'fulfilled-unclear'> {
  if (text === '' || text === 'pending' || text === 'unfulfilled') return 0
  const word = text.toLowerCase()
  if (word === 'fulfilled' || word === 'restocked' || word === 'shipped') return quantity
  if (word === 'pending' || word === 'unfulfilled' || word === 'open' || word === 'scheduled' || word === 'on_hold')
    return 0
  const units = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return units <= quantity ? units : expected('fulfilled-unclear', { max: quantity })
}
