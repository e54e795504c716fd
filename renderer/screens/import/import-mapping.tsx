import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FileView } from '../../../contract/station/imports.ts'
import { type ColumnMapping, NEEDED_FIELDS } from '../../../domain/column-mapping.ts'
import type { OrderField } from '../../../domain/order-file-fields.ts'
import { Mark } from '../../ui/marks.tsx'
import { TextButton } from '../../ui/office/button.tsx'
import { Select } from '../../ui/office/select.tsx'
import { FIELD_WORDS, MAIN_FIELDS, MORE_FIELDS } from './field-words.ts'
import styles from './import.module.css'
import { choose } from './import-store.ts'
import { maskedSample, problemsByField, sampleOf, withColumn } from './mapping-edit.ts'

const NONE = '\u0000none'
const CONSTANT = '\u0000constant'

type RowProps = {
  readonly field: OrderField
  readonly view: FileView
  readonly mapping: ColumnMapping
  readonly wrong: boolean
}

function MappingRow({ field, view, mapping, wrong }: RowProps) {
  const { t } = useLingui()
  const source = mapping.fields[field]
  const sample = sampleOf(source, view.headers, view.sample)
  const constant = source !== null && 'constant' in source ? source.constant : null
  const value = source === null ? NONE : 'constant' in source ? CONSTANT : source.column
  const blanks = sample.value === '' ? t`empty so far` : maskedSample(field, sample.value)
  const columns = [...new Set(view.headers.filter((header) => header.trim() !== ''))]
  const options = [
    { id: NONE, name: t`not used` },
    ...(constant === null ? [] : [{ id: CONSTANT, name: t`always ${constant}` }]),
    ...columns.map((header) => ({ id: header, name: header, ...(header === value ? { aside: blanks } : {}) })),
    ...(value === NONE || value === CONSTANT || columns.includes(value)
      ? []
      : [{ id: value, name: value, aside: t`not in this file` }]),
  ]
  const hollow = source !== null && constant === null && sample.rows > 0 && sample.value === ''
  return (
    <div className={styles.mappingRow} data-field={field} data-wrong={wrong || undefined}>
      <span>{t(FIELD_WORDS[field])}</span>
      <Select
        label={t(FIELD_WORDS[field])}
        hideLabel
        options={options}
        value={value}
        onChange={(id) =>
          id !== CONSTANT && choose({ mapping: withColumn(mapping, field, id === null || id === NONE ? null : id) })
        }
      />
      {wrong ? (
        <span className={styles.err} role="img" aria-label={t`Still needed`}>
          <Mark kind="error" size={16} px />
        </span>
      ) : hollow ? (
        <span className={styles.warnInk} role="img" aria-label={t`Empty in the first rows`}>
          <Mark kind="warning" size={16} px />
        </span>
      ) : source === null ? (
        <span />
      ) : (
        <span className={styles.okInk} role="img" aria-label={t`Found`}>
          <Mark kind="ok" size={16} px />
        </span>
      )}
    </div>
  )
}

/** Which column gives which field, with a live value of the file beside each. */
export function MappingColumns({ view, mapping }: { view: FileView; mapping: ColumnMapping }) {
  const [more, setMore] = useState(false)
  const problems = problemsByField(mapping, view.headers)
  const shown = [
    ...MAIN_FIELDS.filter(
      (field) =>
        mapping.fields[field] !== null || problems.has(field) || NEEDED_FIELDS.some((group) => group.includes(field)),
    ),
  ]
  const rest = [...MAIN_FIELDS.filter((field) => !shown.includes(field)), ...MORE_FIELDS]
  return (
    <section className={styles.mapping}>
      <h2 className={styles.heading}>
        <Trans>Columns</Trans>{' '}
        <small>
          {problems.size === 0 ? (
            <Plural value={NEEDED_FIELDS.length} one="all # needed found" other="all # needed found" />
          ) : (
            <Plural value={problems.size} one="# still to choose" other="# still to choose" />
          )}
        </small>
      </h2>
      {[...shown, ...(more ? rest : [])].map((field) => (
        <MappingRow key={field} field={field} view={view} mapping={mapping} wrong={problems.has(field)} />
      ))}
      <TextButton onPress={() => setMore(!more)}>
        {more ? <Trans>Fewer fields</Trans> : <Plural value={rest.length} one="# more field" other="# more fields" />}
      </TextButton>
    </section>
  )
}
