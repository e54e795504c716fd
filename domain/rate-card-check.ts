import type { RateBracket, RateCard } from './rate-card.ts'
import { type ReportRule, reportTwice } from './rule-problem.ts'

/** Reports what a schema cannot say about one card; `path` is the card's, without a dot. */
export function reportCard(card: RateCard, path: string, report: ReportRule): void {
  if (card.validTo !== null && card.validTo < card.validFrom)
    report(`${path}.validTo`, 'E-RUL-012', { from: card.validFrom, to: card.validTo })
  reportTwice(
    card.zones,
    (index) => `${path}.zones[${index}].code`,
    ({ code }) => code,
    report,
  )
  reportTwice(
    card.surcharges,
    (index) => `${path}.surcharges[${index}].code`,
    ({ code }) => code,
    report,
  )
  reportPlaces(card, path, report)
  reportBrackets(card, path, report)
  for (const [index, surcharge] of card.surcharges.entries()) {
    const free = surcharge.fixedMinor === 0 && (surcharge.share?.basisPoints ?? 0) === 0
    // A share is charged once; per carton it would be charged as often as there are cartons.
    if (free || (surcharge.per === 'carton' && surcharge.share !== null))
      report(`${path}.surcharges[${index}]`, 'E-RUL-027')
  }
}

/** Reports cards of one service that are valid on the same day, at the later of them in the list. */
export function reportValidity(cards: readonly RateCard[], path: string, report: ReportRule): void {
  for (const [index, card] of cards.entries())
    for (const [earlier, other] of cards.slice(0, index).entries()) {
      if (other.serviceCode !== card.serviceCode) continue
      const from = card.validFrom > other.validFrom ? card.validFrom : other.validFrom
      if (from <= (card.validTo ?? '9999') && from <= (other.validTo ?? '9999'))
        report(`${path}[${index}].validFrom`, 'E-RUL-025', { other: `${path}[${earlier}]`, date: from })
    }
}

/** Two zones with the same country and prefix, or with the same whole country, both claim a place. */
function reportPlaces(card: RateCard, path: string, report: ReportRule): void {
  const claimed = new Map<string, string>()
  for (const [zoneIndex, zone] of card.zones.entries())
    for (const [areaIndex, area] of zone.areas.entries())
      for (const prefix of area.prefixes.length === 0 ? [''] : area.prefixes) {
        const key = `${area.country} ${prefix}`
        const other = claimed.get(key)
        if (other === undefined) claimed.set(key, zone.code)
        else if (other !== zone.code)
          report(`${path}.zones[${zoneIndex}].areas[${areaIndex}]`, 'E-RUL-024', {
            country: area.country,
            prefix,
            other,
          })
      }
  // Prefixes under `*` would fit any country's postcodes alike.
  for (const [index, zone] of card.zones.entries())
    for (const [areaIndex, area] of zone.areas.entries())
      if (area.country === '*' && area.prefixes.length > 0)
        report(`${path}.zones[${index}].areas[${areaIndex}].prefixes`, 'E-RUL-032')
}

function reportBrackets(card: RateCard, path: string, report: ReportRule): void {
  const codes = new Set(card.zones.map(({ code }) => code))
  const ofZone = new Map<string, { bracket: RateBracket; index: number }[]>()
  for (const [index, bracket] of card.brackets.entries()) {
    const at = `${path}.brackets[${index}]`
    if (!codes.has(bracket.zone)) report(`${at}.zone`, 'E-RUL-023', { zone: bracket.zone })
    if (bracket.upToGrams <= bracket.overGrams)
      report(`${at}.upToGrams`, 'E-RUL-012', { from: bracket.overGrams, to: bracket.upToGrams })
    else ofZone.set(bracket.zone, [...(ofZone.get(bracket.zone) ?? []), { bracket, index }])
  }
  for (const [index, { code }] of card.zones.entries())
    if (!ofZone.has(code)) report(`${path}.zones[${index}].code`, 'E-RUL-022', { zone: code })
  for (const [zone, brackets] of ofZone) {
    brackets.sort((a, b) => a.bracket.overGrams - b.bracket.overGrams || a.index - b.index)
    let reached = { grams: 0, index: -1 }
    for (const { bracket, index } of brackets) {
      const at = `${path}.brackets[${index}].overGrams`
      if (bracket.overGrams < reached.grams)
        report(at, 'E-RUL-020', { zone, other: `${path}.brackets[${reached.index}]` })
      if (bracket.overGrams > reached.grams)
        report(at, 'E-RUL-021', { zone, fromGrams: reached.grams, toGrams: bracket.overGrams })
      if (bracket.upToGrams > reached.grams) reached = { grams: bracket.upToGrams, index }
    }
  }
}
