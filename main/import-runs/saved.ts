import type Database from 'better-sqlite3'
import { z } from 'zod'
import { ColumnMapping } from '../../domain/column-mapping.ts'
import { SourceLayout } from '../../domain/order-file-layout.ts'

const Form = z.object({ mapping: ColumnMapping, layout: SourceLayout })
/** The form in which a channel's orders last came in: what the way back is written with. */
export type ChannelForm = z.infer<typeof Form>

/** What the station remembers about files: mappings by name, and the form of each channel. Kept in the journal's file. */
export type SavedForms = {
  mappings(): ColumnMapping[]
  saveMapping(mapping: ColumnMapping): void
  form(channel: string): ChannelForm | null
  saveForm(channel: string, form: ChannelForm): void
}

/** Opens the memory of forms; what cannot be read any more counts as not saved. */
export function openSavedForms(journal: Database.Database): SavedForms {
  const get = journal.prepare('SELECT value FROM saved WHERE name = ?').pluck()
  const put = journal.prepare(
    'INSERT INTO saved (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const read = <T>(name: string, schema: z.ZodType<T>): T | null => {
    const value = get.get(name) as string | undefined
    const parsed = value === undefined ? null : schema.safeParse(JSON.parse(value))
    return parsed?.success === true ? parsed.data : null
  }
  const mappings = (): ColumnMapping[] => read('column-mappings', z.array(ColumnMapping)) ?? []
  return {
    mappings,
    saveMapping: (mapping) => {
      const others = mappings().filter(({ name }) => name !== mapping.name)
      put.run('column-mappings', JSON.stringify([...others, mapping].sort((a, b) => (a.name < b.name ? -1 : 1))))
    },
    form: (channel) => read(`channel-form ${channel}`, Form),
    saveForm: (channel, form) => {
      put.run(`channel-form ${channel}`, JSON.stringify(form))
    },
  }
}
