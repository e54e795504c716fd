import type Database from 'better-sqlite3'
import type { PackBench } from '../../contract/station/packing.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { ShipBench } from '../../contract/station/shipping.ts'
import type { Suggestion } from '../../contract/station/site.ts'
import { symbologyOfItemCode } from '../documents/sheets.ts'
import { codeSvg } from '../documents/svg.ts'

type Hint = { code: string; kind: string; title: string; right: boolean }

/** What could sensibly be scanned at each bench now, right and wrong: practice without a scanner. */
export type SuggestionSource = {
  signIn(): Suggestion[]
  picking(bench: PickBench): Suggestion[]
  packing(bench: PackBench): Suggestion[]
  shipping(bench: ShipBench): Suggestion[]
}

/** Builds the suggestions over what the store holds; at most about eight at a time. */
export function suggestionSource(reader: Database.Database): SuggestionSource {
  const badges = reader.prepare(
    'SELECT badge AS code, name AS title FROM operator WHERE active = 1 ORDER BY badge LIMIT 8',
  )
  const freeTotes = reader.prepare(
    `SELECT code, name AS title FROM tote WHERE state IN ('empty', 'emptied') ORDER BY code LIMIT 2`,
  )
  const benchTotes = reader.prepare(
    `SELECT code, name AS title FROM tote WHERE state = 'at_bench' ORDER BY code LIMIT 4`,
  )
  const otherTote = reader.prepare('SELECT code, name AS title FROM tote WHERE code <> ? ORDER BY code DESC LIMIT 1')
  const otherItem = reader.prepare(
    `SELECT coalesce(i.gtin, i.sku) AS code, i.name AS title FROM item i WHERE i.id NOT IN (SELECT value FROM json_each(?)) ORDER BY i.sku LIMIT 1`,
  )
  const otherLocation = reader.prepare('SELECT code, code AS title FROM location WHERE code <> ? ORDER BY code LIMIT 1')
  const serial = reader.prepare('SELECT serial FROM pick_line WHERE order_line_id = ? AND serial <> ? LIMIT 1').pluck()
  const cartons = reader.prepare(
    `SELECT c.code, o.number AS title FROM carton c JOIN "order" o ON o.id = c.order_id
     WHERE c.state = 'labelled' AND o.state = 'packed' ORDER BY c.closed_at, c.id LIMIT 4`,
  )
  const one = (statement: Database.Statement, kind: string, right: boolean, ...values: string[]): Hint[] =>
    (statement.all(...values) as { code: string; title: string }[]).map((row) => ({ ...row, kind, right }))

  const draw = (hints: Hint[]): Suggestion[] =>
    hints.map((hint) => {
      const symbology =
        hint.kind === 'item' ? itemSymbology(hint.code) : /^00\d{18}$/.test(hint.code) ? 'gs1-128' : 'code128'
      const code = symbology === 'ean13' ? hint.code.slice(-13) : hint.code
      return { code, symbology, kind: hint.kind, title: hint.title, right: hint.right, svg: codeSvg(code, symbology) }
    })
  const unknown: Hint = { code: 'NO-SUCH-CODE', kind: 'unknown', title: '?', right: false }

  return {
    signIn: () => draw([...one(badges, 'badge', true), unknown]),
    picking: (bench) => {
      if (bench.alert !== null || bench.step === 'idle' || bench.step === 'drop' || bench.step === 'problem') return []
      if (bench.step === 'totes')
        return draw([...one(freeTotes, 'tote', true), ...one(otherLocation, 'location', false, ''), unknown])
      const item = bench.item
      const hints: Hint[] = []
      if (bench.location !== null && bench.step === 'location') {
        hints.push({ code: bench.location.code, kind: 'location', title: bench.location.code, right: true })
        hints.push(...one(otherLocation, 'location', false, bench.location.code))
      }
      if (item !== null) hints.push({ code: item.code, kind: 'item', title: item.name, right: bench.step !== 'put' })
      if (bench.step === 'serial' && bench.serial !== null)
        hints.unshift({ code: bench.serial, kind: 'serial', title: bench.serial, right: true })
      if (bench.target?.toteCode) {
        hints.push({
          code: bench.target.toteCode,
          kind: 'tote',
          title: bench.target.toteName ?? '',
          right: bench.step === 'put',
        })
        hints.push(...one(otherTote, 'tote', false, bench.target.toteCode))
      }
      return draw([...hints, ...one(otherItem, 'item', false, JSON.stringify(item === null ? [] : [item.id])), unknown])
    },
    packing: (bench) => {
      if (bench.alert !== null) return []
      if (bench.step === 'tote' || bench.step === 'finished')
        return draw([...one(benchTotes, 'tote', true), ...one(freeTotes, 'tote', false).slice(0, 1), unknown])
      if (bench.step === 'label' && bench.carton?.code)
        return draw([
          { code: scannable(bench.carton.code), kind: 'label', title: bench.carton.code, right: true },
          unknown,
        ])
      if (bench.step === 'carton')
        return draw(
          bench.cartonTypes
            .slice(0, 3)
            .map((type) => ({ code: type.code, kind: 'carton-type', title: type.name, right: true })),
        )
      if (bench.step !== 'unit') return []
      const open = bench.lines.filter((line) => line.packed < line.picked).slice(0, 3)
      const serials = open.flatMap((line) =>
        line.item.tracking === 'serial' ? [serial.get(line.id, '') as string | undefined] : [],
      )
      return draw([
        ...open.map((line) => ({ code: line.item.code, kind: 'item', title: line.item.name, right: true })),
        ...serials
          .filter((text) => text !== undefined)
          .map((text) => ({ code: text, kind: 'serial', title: text, right: true })),
        ...one(otherItem, 'item', false, JSON.stringify(bench.lines.map((line) => line.item.id))),
        unknown,
      ])
    },
    shipping: (bench) => {
      if (bench.alert !== null) return []
      if (bench.step === 'carton')
        return draw([...one(cartons, 'label', true).map((hint) => ({ ...hint, code: scannable(hint.code) })), unknown])
      if (bench.step === 'carrier')
        return draw(
          bench.carriers
            .slice(0, 4)
            .map((carrier) => ({ code: carrier.code, kind: 'carrier', title: carrier.name, right: true })),
        )
      return []
    },
  }
}

/** A carton number as the scanner reads it from the label: an SSCC comes with its AI 00. */
function scannable(code: string): string {
  return /^\d{18}$/.test(code) ? `00${code}` : code
}

function itemSymbology(code: string): 'ean13' | 'code128' {
  return symbologyOfItemCode(code.replace(/^0(?=\d{13}$)/, '')) === 'ean13' ? 'ean13' : 'code128'
}
