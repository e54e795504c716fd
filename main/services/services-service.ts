import { saveServices } from '../../commands/services/save-services.ts'
import type { ServiceFault, ServicesView, ServiceTrial, ServiceTrialResult } from '../../contract/station/services.ts'
import type { Row } from '../../db/tables.ts'
import { type CartonToSend, chooseForCarton, needsOf } from '../../domain/carton-service.ts'
import { checkServiceBookText, emptyServiceBook, type ServiceBook, serviceBookText } from '../../domain/service-book.ts'
import type { ServiceOffer } from '../../domain/service-choice.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'
import { accepted, problem } from '../rpc/problems.ts'

/** Services and shipping rules as the office reads, edits and tries them. */
export type ServicesService = {
  view(): ServicesView
  read(version: number): { text: string }
  check(text: string): { faults: ServiceFault[] }
  save(asked: { after: number; text: string | null }, by: Actor): Promise<ServicesView>
  tryOut(asked: { text: string | null; trial: ServiceTrial }): ServiceTrialResult
}

/** Builds the service of services. */
export function openServicesService(core: StationCore): ServicesService {
  const { reader } = core.store
  const versions = reader.prepare('SELECT * FROM service_book ORDER BY version DESC')
  const carrierRows = reader.prepare('SELECT code, name FROM carrier ORDER BY name, id')
  const nameById = reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()
  const carriers = () => carrierRows.all() as { code: string; name: string }[]
  const all = () => versions.all() as Row<'service_book'>[]
  const bookOf = (row: Row<'service_book'> | undefined): ServiceBook | null =>
    row?.body == null ? null : (JSON.parse(row.body) as ServiceBook)
  const empty = () => {
    const site = core.site()
    return emptyServiceBook({ timeZone: site?.time_zone ?? 'Asia/Seoul', currency: site?.currency ?? 'KRW' })
  }
  const check = (text: string) =>
    checkServiceBookText(text, {
      carriers: carriers().map(({ code }) => code),
      currency: core.site()?.currency ?? null,
    })
  const checked = (text: string): ServiceBook => {
    const { value, problems } = check(text)
    if (value !== null) return value
    const [fault] = problems
    throw problem('REFUSED', fault?.code ?? 'E-RUL-001', { name: 'servicesBad', path: fault?.path ?? '' })
  }
  const view = (): ServicesView => {
    const rows = all()
    const book = bookOf(rows[0])
    return {
      version: rows[0]?.version ?? 0,
      book,
      text: serviceBookText(book ?? empty()),
      carriers: carriers(),
      versions: rows.map((row) => ({
        version: row.version,
        isNone: row.body === null,
        savedAt: row.saved_at,
        savedBy: row.saved_by === null ? null : ((nameById.get(row.saved_by) as string | undefined) ?? null),
      })),
    }
  }
  return {
    view,
    read: (version) => {
      const row = all().find((one) => one.version === version)
      if (row === undefined) throw problem('NOT_FOUND', 'E-SVC-001', { version })
      return { text: serviceBookText(bookOf(row) ?? empty()) }
    },
    check: (text) => ({ faults: check(text).problems }),
    save: async ({ after, text }, by) => {
      accepted(await core.run(saveServices, { after, book: text === null ? null : checked(text) }, by))
      return view()
    },
    tryOut: ({ text, trial }) => {
      const book = text === null ? (bookOf(all()[0]) ?? empty()) : checked(text)
      const names = new Map(carriers().map(({ code, name }) => [code, name]))
      return tryBook(book, trial, trial.at ?? core.platform.now(), (code) => names.get(code) ?? code)
    },
  }
}

/** What a book makes of a pretended carton. */
function tryBook(
  book: ServiceBook,
  trial: ServiceTrial,
  at: number,
  carrierName: (code: string) => string,
): ServiceTrialResult {
  const carton = cartonOf(trial)
  const choice = chooseForCarton(carton, book, at)
  const named = (code: string) => {
    const service = book.services.find((one) => one.code === code)
    return { code, name: service?.name ?? code, carrierName: carrierName(service?.carrierCode ?? '') }
  }
  const offerView = (offer: ServiceOffer) => ({
    ...named(offer.serviceCode),
    priceMinor: offer.priceMinor,
    shipDate: offer.shipDate,
    deliverBy: offer.deliverBy,
    isLate: offer.isLate,
    isOtherCarrier: false,
  })
  const offers = choice.kind === 'chosen' ? [choice.offer, ...choice.others] : []
  const refused = choice.kind === 'weightMissing' ? [] : choice.refused
  const { documents, marks } =
    offers[0] === undefined ? { documents: [], marks: [] } : needsOf(carton, offers[0].serviceCode, book)
  return {
    currency: book.currency,
    offers: offers.map(offerView),
    refused: refused.map(({ serviceCode, reasons }) => ({
      ...named(serviceCode),
      reasons: reasons.map(({ code, params: { itemId: _, cartonId: __, wanted, ...rest } }) => ({
        code,
        params: { ...rest, ...(wanted === undefined ? {} : { wanted: carrierName(String(wanted)) }) },
      })),
    })),
    needs: [...marks, ...documents],
  }
}

function cartonOf(trial: ServiceTrial): CartonToSend {
  const sizes = { lengthMm: trial.lengthMm, widthMm: trial.widthMm, heightMm: trial.heightMm }
  return {
    cartonId: 'trial',
    goods: [
      {
        itemId: 'trial',
        units: trial.units,
        kinds: trial.kinds,
        unClass: trial.unClass,
        unNumber: trial.unNumber,
        batteryWh: trial.batteryWh,
        grams: Math.ceil(trial.grams / trial.units),
        longestMm: Math.max(sizes.lengthMm, sizes.widthMm, sizes.heightMm),
      },
    ],
    grams: trial.grams,
    sizes,
    valueMinor: trial.valueMinor,
    to: { country: trial.country, postcode: trial.postcode },
    cashMinor: trial.cashMinor,
    promise: { shipBy: trial.shipBy, deliverBy: null, level: null },
    wished: trial.carrierCode,
    sameAs: null,
  }
}
