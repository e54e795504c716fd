import type Database from 'better-sqlite3'
import type { ActionView } from '../../contract/station/floor.ts'
import type { PackBench } from '../../contract/station/packing.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { ShipBench } from '../../contract/station/shipping.ts'
import type { Suggestion } from '../../contract/station/site.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { DEMO_OPERATORS, DEMO_SITE } from '../../resources/demo/people.ts'
import { symbologyOfItemCode } from '../documents/sheets.ts'
import { codeSvg } from '../documents/svg.ts'
import { verifyPin } from '../sessions/pin.ts'
import { exampleOf } from './tracking-example.ts'

type Hint = { code: string; kind: string; title: string; right: boolean }

/** What could sensibly be scanned at each bench now, right and wrong: practice without a scanner. */
export type SuggestionSource = {
  signIn(): Promise<Suggestion[]>
  picking(bench: PickBench): Suggestion[]
  packing(bench: PackBench): Suggestion[]
  shipping(bench: ShipBench): Suggestion[]
}

const UNKNOWN: Hint = { code: 'NO-SUCH-CODE', kind: 'unknown', title: '', right: false }
/** An error waits: its own action is the only way on. */
const ACKNOWLEDGE: Hint[] = [command('acknowledge')]

/** A command as a suggestion; the screen knows its word. */
function command(name: CommandName): Hint {
  return { code: COMMAND_CODES[name], kind: 'command', title: name, right: true }
}

/** The way to the next screen, when something lies there. */
function whenAny(lying: readonly Hint[], next: CommandName): Hint[] {
  return lying.length === 0 ? [] : [command(next)]
}

/** Those of the wanted commands that the bench offers now. */
function offered(actions: readonly ActionView[], ...wanted: CommandName[]): Hint[] {
  return wanted.filter((name) => actions.some((action) => action.name === name && action.enabled)).map(command)
}

/** Builds the suggestions over what the store holds; at most about eight at a time, the best first. */
export function suggestionSource(reader: Database.Database): SuggestionSource {
  const look = lookUps(reader)
  return {
    signIn: async () => draw([...(await look.badges()), UNKNOWN]),
    picking: (bench) => draw(bench.alert === null ? forPicking(bench, look) : ACKNOWLEDGE),
    packing: (bench) => draw(bench.alert === null ? forPacking(bench, look) : ACKNOWLEDGE),
    shipping: (bench) => draw(bench.alert === null ? forShipping(bench, look) : ACKNOWLEDGE),
  }
}

type LookUps = ReturnType<typeof lookUps>

function lookUps(reader: Database.Database) {
  const find =
    (sql: string, kind: string) =>
    (right: boolean, ...values: string[]): Hint[] =>
      (reader.prepare(sql).all(...values) as { code: string; title: string }[]).map((row) => ({ ...row, kind, right }))
  const badges = reader.prepare(
    'SELECT badge, name, pin_hash AS pinHash FROM operator WHERE active = 1 ORDER BY badge LIMIT 5',
  )
  const siteName = reader.prepare('SELECT name FROM site').pluck()
  const serials = reader.prepare(
    `SELECT j.value FROM pick_line l, json_each(l.serials) j WHERE l.order_line_id = ?
     AND j.value NOT IN (SELECT serial FROM carton_line) ORDER BY j.value LIMIT 1`,
  )
  const patterns = reader.prepare(
    'SELECT name, tracking_pattern AS pattern FROM carrier WHERE active = 1 AND tracking_pattern IS NOT NULL ORDER BY name',
  )
  const used = reader.prepare('SELECT count(*) FROM carton WHERE tracking_number IS NOT NULL').pluck()
  return {
    /** Badges of this site; in the demo warehouse with the PIN that its guide names, as long as it holds. */
    badges: async (): Promise<Hint[]> => {
      const pins = siteName.get() === DEMO_SITE.name ? DEMO_OPERATORS : []
      const rows = badges.all() as { badge: string; name: string; pinHash: string }[]
      return Promise.all(
        rows.map(async ({ badge, name, pinHash }) => {
          const pin = pins.find((known) => known.badge === badge)?.pin
          const title = pin !== undefined && (await verifyPin(pin, pinHash)) ? `${name} · PIN ${pin}` : name
          return { code: badge, kind: 'badge', title, right: true }
        }),
      )
    },
    freeTotes: find(
      `SELECT code, name AS title FROM tote WHERE state IN ('empty', 'emptied') ORDER BY code LIMIT 2`,
      'tote',
    ),
    benchTotes: find(`SELECT code, name AS title FROM tote WHERE state = 'at_bench' ORDER BY code LIMIT 4`, 'tote'),
    otherTote: find('SELECT code, name AS title FROM tote WHERE code <> ? ORDER BY code DESC LIMIT 1', 'tote'),
    otherItem: (itemIds: readonly string[]) =>
      find(
        `SELECT coalesce(i.gtin, i.sku) AS code, i.name AS title FROM item i WHERE i.id NOT IN (SELECT value FROM json_each(?)) ORDER BY i.sku LIMIT 1`,
        'item',
      )(false, JSON.stringify(itemIds)),
    otherLocation: find('SELECT code, code AS title FROM location WHERE code <> ? ORDER BY code LIMIT 1', 'location'),
    cartons: find(
      `SELECT c.code, o.number AS title FROM carton c JOIN "order" o ON o.id = c.order_id
       WHERE c.state = 'labelled' AND o.state = 'packed' ORDER BY c.closed_at, c.id LIMIT 4`,
      'label',
    ),
    cartonsOf: find(
      `SELECT c.code, o.number AS title FROM carton c JOIN "order" o ON o.id = c.order_id
       WHERE c.order_id = ? AND c.state = 'labelled' AND c.tracking_number IS NULL ORDER BY c.id LIMIT 4`,
      'label',
    ),
    /** The next serial that was picked for an order line and is in no carton yet. */
    serialOf: (orderLineId: string) => serials.pluck().get(orderLineId) as string | undefined,
    /** An invented waybill number: of the carton's carrier where that is known, else of the first whose pattern can be followed. */
    waybill: (carrierName: string | null): Hint[] => {
      const turn = used.get() as number
      const all = patterns.all() as { name: string; pattern: string }[]
      const own = all.filter(({ name }) => name === carrierName)
      for (const { name, pattern } of own.length > 0 ? own : all) {
        const code = exampleOf(pattern, turn)
        if (code !== null) return [{ code, kind: 'tracking', title: name, right: true }]
      }
      return []
    },
  }
}

function forPicking(bench: PickBench, look: LookUps): Hint[] {
  const { step, item, location, target, actions } = bench
  const others = [...look.otherItem(item === null ? [] : [item.id]), UNKNOWN]
  switch (step) {
    case 'idle':
      return bench.waiting > 0
        ? [...offered(actions, 'giveWork'), ...whenAny(look.benchTotes(true), 'packScreen'), UNKNOWN]
        : [command(look.benchTotes(true).length > 0 ? 'packScreen' : 'ordersScreen'), UNKNOWN]
    case 'totes':
      return target?.toteCode
        ? [toteHint(target), ...wrongTotes(bench, look), UNKNOWN]
        : [...look.freeTotes(true), ...look.otherLocation(false, ''), UNKNOWN]
    case 'problem':
      return [...bench.choices.filter(({ enabled }) => enabled).map(({ name }) => command(name)), command('back')]
    case 'quantity':
      return bench.typed === ''
        ? [command('quantity0'), command('quantity1'), command('back')]
        : [command('quantityEnter'), command('quantityClear'), command('back')]
    case 'drop':
      return [...offered(actions, 'done'), UNKNOWN]
    case 'location':
      return location === null
        ? []
        : [
            { code: location.code, kind: 'location', title: location.code, right: true },
            ...itemHint(bench, true),
            ...look.otherLocation(false, location.code),
            ...others,
          ]
    case 'item':
      return [...itemHint(bench, true), ...wrongTotes(bench, look), ...others]
    case 'lot':
      return bench.lot === null
        ? [...itemHint(bench, true), ...others]
        : [{ code: bench.lot, kind: 'lot', title: bench.lot, right: true }, ...itemHint(bench, false), ...others]
    case 'serial':
      return bench.serial === null
        ? [...itemHint(bench, true), ...others]
        : [
            { code: bench.serial, kind: 'serial', title: bench.serial, right: true },
            ...itemHint(bench, false),
            ...others,
          ]
    case 'put':
      return target?.toteCode ? [toteHint(target), ...wrongTotes(bench, look), ...others] : []
  }
}

function toteHint({ toteCode, toteName }: NonNullable<PickBench['target']>): Hint {
  return { code: toteCode ?? '', kind: 'tote', title: toteName ?? '', right: true }
}

function itemHint({ item }: PickBench, right: boolean): Hint[] {
  return item === null ? [] : [{ code: item.code, kind: 'item', title: item.name, right }]
}

function wrongTotes({ target }: PickBench, look: LookUps): Hint[] {
  return target?.toteCode ? look.otherTote(false, target.toteCode) : []
}

function forPacking(bench: PackBench, look: LookUps): Hint[] {
  const { step, actions, carton } = bench
  switch (step) {
    case 'tote':
    case 'finished':
      return bench.waiting > 0
        ? [
            ...look.benchTotes(true).slice(0, 3),
            ...whenAny(look.cartons(true), 'shipScreen'),
            ...look.freeTotes(false).slice(0, 1),
            UNKNOWN,
          ]
        : [command(look.cartons(true).length > 0 ? 'shipScreen' : 'pickScreen'), UNKNOWN]
    case 'sort':
      return [
        ...(bench.shared?.items ?? [])
          .slice(0, 3)
          .map(({ item }) => ({ code: item.code, kind: 'item', title: item.name, right: true })),
        ...offered(actions, 'nothingThere', 'park'),
        UNKNOWN,
      ]
    case 'note':
      return [...offered(actions, 'confirm'), UNKNOWN]
    case 'carton':
      return [
        ...bench.cartonTypes
          .slice(0, 3)
          .map((type) => ({ code: type.code, kind: 'carton-type', title: type.name, right: true })),
        UNKNOWN,
      ]
    case 'unit':
      return forUnits(bench, look)
    case 'weigh':
      return [
        ...(carton?.theoryGrams == null
          ? []
          : [{ code: String(carton.theoryGrams), kind: 'weight', title: '', right: true }]),
        ...offered(actions, 'skipWeight', 'confirm'),
      ]
    case 'service':
      return [
        ...offered(actions, 'confirm'),
        ...(bench.services?.offers ?? [])
          .slice(0, 3)
          .map(({ code, name }) => ({ code, kind: 'carrier', title: name, right: true })),
        ...offered(actions, 'back'),
      ]
    case 'print':
      return [...offered(actions, 'print'), UNKNOWN]
    case 'label':
      return [
        ...(carton?.code ? [labelHint(carton.code, bench.order?.number ?? '')] : []),
        ...offered(actions, 'notPrinted'),
        UNKNOWN,
      ]
    case 'label-problem':
      return [...bench.choices.map(({ name }) => command(name)), ...offered(actions, 'back')]
    case 'partial':
      return offered(actions, 'confirm', 'back')
  }
}

function forUnits(bench: PackBench, look: LookUps): Hint[] {
  const open = bench.lines.filter((line) => line.packed < line.picked)
  if (open.length === 0) return [...offered(bench.actions, 'closeCarton', 'done', 'confirm'), UNKNOWN]
  const goods = open.slice(0, 3).map((line): Hint => {
    const serial = line.item.tracking === 'serial' ? look.serialOf(line.id) : undefined
    return serial === undefined
      ? { code: line.item.code, kind: 'item', title: line.item.name, right: true }
      : { code: serial, kind: 'serial', title: line.item.name, right: true }
  })
  return [...goods, ...look.otherItem(bench.lines.map((line) => line.item.id)), UNKNOWN]
}

function forShipping(bench: ShipBench, look: LookUps): Hint[] {
  switch (bench.step) {
    case 'carton': {
      const cartons = bench.order === null ? look.cartons(true) : look.cartonsOf(true, bench.order.id)
      return cartons.length === 0
        ? [command('packScreen'), UNKNOWN]
        : [...cartons.map((hint) => labelHint(hint.code, hint.title)), UNKNOWN]
    }
    case 'waybill':
      return look.waybill(bench.cartons.find(({ here }) => here)?.carrierName ?? null)
    case 'carrier':
      return bench.carriers
        .toSorted((a, b) => Number(b.matches) - Number(a.matches))
        .slice(0, 4)
        .map((carrier) => ({ code: carrier.code, kind: 'carrier', title: carrier.name, right: true }))
    case 'dispatch':
      return offered(bench.actions, 'dispatch', 'confirm')
  }
}

function draw(hints: Hint[]): Suggestion[] {
  return hints.map(({ code: given, kind, title, right }) => {
    const symbology =
      kind === 'item' ? itemSymbology(given) : /^00\d{18}$/.test(given) ? ('gs1-128' as const) : ('code128' as const)
    const code = symbology === 'ean13' ? given.slice(-13) : given
    return { code, symbology, kind, title, right, svg: codeSvg(code, symbology) }
  })
}

/** A carton number as the scanner reads it from the label: an SSCC comes with its AI 00. */
function labelHint(code: string, orderNumber: string): Hint {
  return { code: /^\d{18}$/.test(code) ? `00${code}` : code, kind: 'label', title: orderNumber, right: true }
}

function itemSymbology(code: string): 'ean13' | 'code128' {
  return symbologyOfItemCode(code.replace(/^0(?=\d{13}$)/, '')) === 'ean13' ? 'ean13' : 'code128'
}
