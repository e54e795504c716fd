import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { checkServiceBook, ServiceBook } from '../../domain/service-book.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { SITE_ID } from '../site/save-site.ts'

/** Key of one version of the service book. */
export function serviceBookKey(version: number): string {
  return String(version)
}

/**
 * Keeps a new version of the site's services, rate cards, calendar and shipping rules; a null book: the site has none any
 * more, and cartons go as their orders say. Versions are kept for good, because a carton is judged by the one it was closed
 * under. Refused with `servicesChanged` when somebody saved a version after the one that was edited, with `notFound` when
 * that one is not there, and with `servicesBad` (path, code) for a book with a fault.
 */
export const saveServices = defineCommand({
  type: 'services.save',
  version: 1,
  class: 'INTENT',
  args: z.object({
    /** The newest version that the editor saw; 0 when the site has none. */
    after: z.int().min(0).max(1_000_000),
    book: ServiceBook.nullable(),
  }),
  async run(tx, command) {
    const { after, book } = command.args
    const version = after + 1
    if ((await tx.get('service_book', serviceBookKey(version))) !== undefined) return refuse('servicesChanged')
    const before = after === 0 ? undefined : await tx.get('service_book', serviceBookKey(after))
    if (after > 0 && before === undefined) return refuse('notFound')
    const currency = (await tx.get('site', SITE_ID))?.currency ?? null
    const [fault] =
      book === null ? [] : checkServiceBook(book, { carriers: await knownCarriers(tx, book), currency }).problems
    if (fault !== undefined) return refuse('servicesBad', { path: fault.path, code: fault.code })
    if (before !== undefined) await tx.put('service_book', { ...before, is_newest: 0 })
    await tx.put('service_book', {
      id: serviceBookKey(version),
      version,
      is_newest: 1,
      body: book === null ? null : JSON.stringify(book),
      saved_at: command.at,
      saved_by: command.operatorId,
    })
    return accept({ version })
  },
})

/** The newest version of the service book; undefined where none was ever saved. */
export async function newestServices(tx: Tx): Promise<Row<'service_book'> | undefined> {
  return (await tx.find('service_book', 'newest', 1))[0]
}

/** Of the carriers that a book names those that the site has. */
async function knownCarriers(tx: Tx, book: ServiceBook): Promise<string[]> {
  const named = [
    ...book.services.map(({ carrierCode }) => carrierCode),
    ...book.rules.flatMap(({ when }) => when.carriers ?? []),
  ]
  const known: string[] = []
  for (const code of new Set(named)) if ((await tx.find('carrier', 'code', code)).length > 0) known.push(code)
  return known
}
