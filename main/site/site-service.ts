import { saveCarrier, saveOperator } from '../../commands/site/save-operator.ts'
import { savePolicies, saveSite } from '../../commands/site/save-site.ts'
import type { CarrierForm, OperatorForm, ScanLogRow, SiteView } from '../../contract/station/site.ts'
import type { Row } from '../../db/tables.ts'
import { normaliseCode } from '../../domain/barcode.ts'
import type { Role } from '../../domain/inputs.ts'
import type { Policies } from '../../domain/policies.ts'
import { prefetchSetting } from '../../domain/prefetch.ts'
import type { SiteForm } from '../../domain/site.ts'
import { buildSscc } from '../../domain/sscc.ts'
import { trackingPattern } from '../../domain/tracking-pattern.ts'
import type { StationCore } from '../core.ts'
import { codeSvg } from '../documents/svg.ts'
import type { Actor } from '../journal/executor.ts'
import { accepted, problem } from '../rpc/problems.ts'
import { hashPin } from '../sessions/pin.ts'

/** What a GS1 prefix makes of the first carton. */
export type PrefixPreview = {
  valid: boolean
  parts: { part: 'ai' | 'extension' | 'prefix' | 'serial' | 'check'; text: string }[]
  svg: string | null
}

/** Set-up and settings of the site, and the station's scan log. */
export type SiteService = {
  view(): SiteView
  /** Site and first administrator of an empty store; the id of the administrator. */
  setUp(site: SiteForm, administrator: OperatorForm, by: Actor): Promise<string>
  save(site: SiteForm, by: Actor): Promise<SiteView>
  savePolicies(policies: Policies, by: Actor): Promise<SiteView>
  saveOperator(form: OperatorForm, by: Actor): Promise<SiteView>
  saveCarrier(form: CarrierForm, by: Actor): Promise<SiteView>
  /** What belongs to this machine alone; `prefetchTasks` stays as it is when it is not given. */
  saveStation(asked: { name: string; prefetchTasks?: number | undefined }): SiteView
  prefixPreview(prefix: string): PrefixPreview
  scanLog(query: { onlyRefused: boolean; before: number | null; limit: number }): ScanLogRow[]
}

/** Builds the site service. */
export function openSiteService(core: StationCore): SiteService {
  const { reader } = core.store
  const count = (table: string) => reader.prepare(`SELECT count(*) FROM "${table}"`).pluck()
  const counts = {
    items: count('item'),
    locations: count('location'),
    totes: count('tote'),
    cartonTypes: count('carton_type'),
    orders: count('order'),
  }
  const operators = reader.prepare('SELECT * FROM operator ORDER BY name, id')
  const carriers = reader.prepare('SELECT * FROM carrier ORDER BY name, id')
  const administrators = reader
    .prepare(`SELECT count(*) FROM operator WHERE role = 'administrator' AND active = 1 AND id <> ?`)
    .pluck()

  const view = (): SiteView => ({
    site: siteForm(core.site()),
    policies: core.policies(),
    operators: (operators.all() as Row<'operator'>[]).map((row) => ({
      id: row.id,
      badge: row.badge,
      name: row.name,
      role: row.role as Role,
      language: row.language === 'ko' || row.language === 'en' ? row.language : null,
      active: row.active === 1,
    })),
    carriers: (carriers.all() as Row<'carrier'>[]).map((row) => ({
      id: row.id,
      code: row.code,
      name: row.name,
      trackingPattern: row.tracking_pattern,
      active: row.active === 1,
    })),
    counts: Object.fromEntries(
      Object.entries(counts).map(([name, statement]) => [name, statement.get() as number]),
    ) as SiteView['counts'],
    station: {
      name: core.stationName(),
      dataDirectory: core.dataDirectory,
      version: core.version,
      prefetchTasks: prefetchSetting(core.platform.settings.get('prefetchTasks')),
    },
  })

  const operatorArgs = async (form: OperatorForm) => {
    const { pin, ...rest } = form
    const pinHash = pin === null ? null : await hashPin(pin)
    return {
      ...rest,
      badge: normaliseCode(form.badge),
      pinHash,
      otherAdministrators: administrators.get(form.id ?? '') as number,
    }
  }

  return {
    view,
    setUp: async (site, administrator, by) => {
      if (core.site() !== undefined) throw problem('CONFLICT', 'E-SET-001')
      if (administrator.pin === null) throw problem('REFUSED', 'E-SET-002', { field: 'pin' })
      const args = await operatorArgs({ ...administrator, id: null, role: 'administrator', active: true })
      return core.executor.transact(async (work) => {
        if ((await work.tx.get('site', 'site')) !== undefined) throw problem('CONFLICT', 'E-SET-001')
        accepted(await work.run(saveSite, site, by))
        return accepted(await work.run(saveOperator, args, by)).operatorId
      })
    },
    save: async (site, by) => {
      accepted(await core.run(saveSite, site, by))
      return view()
    },
    savePolicies: async (policies, by) => {
      accepted(await core.run(savePolicies, { policies }, by))
      return view()
    },
    saveOperator: async (form, by) => {
      accepted(await core.run(saveOperator, await operatorArgs(form), by))
      return view()
    },
    saveCarrier: async (form, by) => {
      if (form.trackingPattern !== null && trackingPattern(form.trackingPattern) === null)
        throw problem('REFUSED', 'E-SET-003', { pattern: form.trackingPattern })
      accepted(await core.run(saveCarrier, { ...form, code: normaliseCode(form.code) }, by))
      return view()
    },
    saveStation: ({ name, prefetchTasks }) => {
      const { settings } = core.platform
      settings.set('stationName', name)
      if (prefetchTasks !== undefined) settings.set('prefetchTasks', prefetchTasks)
      return view()
    },
    prefixPreview,
    scanLog: (query) => scanLog(core, query),
  }
}

function siteForm(row: Row<'site'> | undefined): SiteForm | null {
  if (row === undefined) return null
  return {
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    labelLanguage: row.label_language === 'en' ? 'en' : 'ko',
    senderName: row.sender_name,
    senderPhone: row.sender_phone,
    senderPostcode: row.sender_postcode,
    senderLine1: row.sender_line1,
    senderLine2: row.sender_line2,
    gs1Prefix: row.gs1_prefix,
  }
}

function prefixPreview(prefix: string): PrefixPreview {
  if (!/^\d{7,10}$/.test(prefix)) return { valid: false, parts: [], svg: null }
  const sscc = buildSscc({ extension: 0, companyPrefix: prefix, serial: 1 })
  return {
    valid: true,
    parts: [
      { part: 'ai', text: '(00)' },
      { part: 'extension', text: sscc.slice(0, 1) },
      { part: 'prefix', text: prefix },
      { part: 'serial', text: sscc.slice(1 + prefix.length, 17) },
      { part: 'check', text: sscc.slice(17) },
    ],
    svg: codeSvg(`(00)${sscc}`, 'gs1-128'),
  }
}

type LogRow = {
  id: number
  at: number
  screen: string
  code: string
  source: string
  accepted: number
  name: string
  message_code: string
  operator_id: string | null
  order_id: string | null
}

function scanLog(
  core: StationCore,
  query: { onlyRefused: boolean; before: number | null; limit: number },
): ScanLogRow[] {
  const rows = core.journal.database
    .prepare(
      `SELECT * FROM scan_log WHERE id < ? ${query.onlyRefused ? 'AND accepted = 0' : ''} ORDER BY id DESC LIMIT ?`,
    )
    .all(query.before ?? Number.MAX_SAFE_INTEGER, query.limit) as LogRow[]
  const operator = core.store.reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()
  const order = core.store.reader.prepare('SELECT number FROM "order" WHERE id = ?').pluck()
  return rows.map((row) => ({
    id: String(row.id),
    at: row.at,
    screen: row.screen,
    code: row.code,
    source: row.source,
    accepted: row.accepted === 1,
    name: row.name,
    messageCode: row.message_code,
    operatorName: row.operator_id === null ? null : ((operator.get(row.operator_id) as string | undefined) ?? null),
    orderNumber: row.order_id === null ? null : ((order.get(row.order_id) as string | undefined) ?? null),
  }))
}
