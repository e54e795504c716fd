/** Reads digits one after the other; every step is false when what it asks for is not there. */
type Reader = {
  /** The next digit is one of these. */
  digit(allowed: string): boolean
  /** So many more digits. */
  skip(count: number): boolean
  /** A length indicator out of `allowed`, then as many digits as it says and `plus`; the indicator `none` stands alone. */
  counted(allowed: string, plus: number, none?: string): boolean
  /** YYMMDD that `isDate` takes. */
  date(isDate: (value: string) => boolean): string | null
  /** The field mark is next; it is used up. */
  mark(digit: string): boolean
  ended(): boolean
}

function reader(text: string): Reader {
  let at = 0
  const skip = (count: number): boolean => {
    at += count
    return at <= text.length
  }
  const digit = (allowed: string): boolean => {
    const next = text.charAt(at)
    at += 1
    return next !== '' && allowed.includes(next)
  }
  return {
    digit,
    skip,
    counted: (allowed, plus, none = '') => {
      const indicator = text.charAt(at)
      if (indicator !== '' && indicator === none) return skip(1)
      return digit(allowed) && skip(Number(indicator) + plus)
    },
    date: (isDate) => {
      const value = text.slice(at, at + 6)
      return skip(6) && isDate(value) ? value : null
    },
    mark: (expected) => {
      if (text.charAt(at) !== expected) return false
      at += 1
      return true
    },
    ended: () => at === text.length,
  }
}

const REQUIREMENT_CODES = '012349'

/**
 * True for the content of AI 8110, the coupon code of the North American Coupon Application Guideline: company prefix, offer
 * code, save value and first purchase, then the optional fields 1 to 6 and 9 in this order. `isDate` says what YYMMDD is.
 */
export function isCouponCode(text: string, isDate: (value: string) => boolean): boolean {
  if (!/^\d+$/.test(text)) return false
  const coupon = reader(text)
  const purchase = () => coupon.counted('12345', 0) && coupon.digit(REQUIREMENT_CODES) && coupon.skip(3)
  const otherPurchase = () => purchase() && coupon.counted('0123456', 6, '9')
  if (!(coupon.counted('0123456', 6) && coupon.skip(6) && coupon.counted('12345', 0) && purchase())) return false
  if (coupon.mark('1') && !(coupon.digit('0123') && otherPurchase())) return false
  if (coupon.mark('2') && !otherPurchase()) return false
  const ends = coupon.mark('3') ? coupon.date(isDate) : ''
  const begins = ends !== null && coupon.mark('4') ? coupon.date(isDate) : ''
  if (ends === null || begins === null || (ends !== '' && begins > ends)) return false
  if (coupon.mark('5') && !coupon.counted('0123456789', 6)) return false
  if (coupon.mark('6') && !coupon.counted('1234567', 6)) return false
  if (coupon.mark('9') && !(coupon.digit('01256') && coupon.digit('012') && coupon.skip(1) && coupon.digit('01')))
    return false
  return coupon.ended()
}

/** True for the content of AI 8112: format 0 or 1, funder, offer code of six digits, serial number, and nothing behind it. */
export function isPositiveOffer(text: string): boolean {
  if (!/^\d+$/.test(text)) return false
  const offer = reader(text)
  return (
    offer.digit('01') && offer.counted('0123456', 6) && offer.skip(6) && offer.counted('0123456789', 6) && offer.ended()
  )
}
