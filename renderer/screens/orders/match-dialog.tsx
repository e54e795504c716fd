import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { OrderLineView } from '../../../contract/station/orders.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Picture } from '../../ui/floor/picture.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import styles from './orders.module.css'

type Item = Awaited<ReturnType<typeof api.orders.items>>[number]

type MatchProps = {
  readonly line: OrderLineView
  readonly busy: boolean
  readonly error: unknown
  readonly onMatch: (itemId: string, remember: boolean) => void
  readonly onClose: () => void
}

/** The first words of a name: what a search most likely finds. */
export function firstWords(name: string): string {
  return name
    .replace(/[[(（【].*?[\])）】]/g, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .join(' ')
}

type ItemsProps = {
  readonly found: readonly Item[]
  readonly search: string
  readonly itemId: string | null
  readonly onChoose: (itemId: string | null) => void
}

function Items({ found, search, itemId, onChoose }: ItemsProps) {
  const { t } = useLingui()
  return (
    <ListBox
      aria-label={t`Items found`}
      className={styles.items ?? ''}
      items={found}
      selectionMode="single"
      selectedKeys={itemId === null ? [] : [itemId]}
      onSelectionChange={(keys) => onChoose(keys === 'all' ? null : String([...keys][0] ?? '') || null)}
      renderEmptyState={() => (
        <p className={styles.matchLine}>
          {search === '' ? (
            <Trans>Type a part of the name.</Trans>
          ) : (
            <Trans>No item is called that. Try fewer letters, or import the item first.</Trans>
          )}
        </p>
      )}
    >
      {(item) => (
        <ListBoxItem id={item.id} textValue={`${item.name} ${item.sku}`} className={styles.item ?? ''}>
          <span className={styles.photo}>
            <Picture picture={item.picture} name={item.name} />
          </span>
          <span>
            <b>{item.name}</b>
            <br />
            <small>{item.sku}</small>
          </span>
          <small>
            <Plural value={item.available} _0="none free" one="# free" other="# free" />
          </small>
        </ListBoxItem>
      )}
    </ListBox>
  )
}

/** Asks which item an unmatched line means. */
export function MatchDialog({ line, busy, error, onMatch, onClose }: MatchProps) {
  const [search, setSearch] = useState(() => line.sku || firstWords(line.name))
  const [itemId, setItemId] = useState<string | null>(null)
  const [remember, setRemember] = useState(true)
  const items = useQuery({
    queryKey: ['items', search],
    queryFn: () => api.orders.items({ search }),
    placeholderData: keepPreviousData,
  })
  const found = items.data ?? []
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={<Trans>Which item is this?</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button
            kind="primary"
            isDisabled={itemId === null || busy}
            onPress={() => itemId !== null && onMatch(itemId, remember)}
          >
            <Trans>Match</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <div className={styles.matchLine}>
          <b>{line.name === '' ? <Trans>(no name)</Trans> : line.name}</b>
          <span className={styles.label}>
            {[line.option, line.sku].filter((part) => part !== null && part !== '').join(' · ') || (
              <Trans>without a SKU</Trans>
            )}
          </span>
        </div>
        <TextField
          label={<Trans>Find the item</Trans>}
          help={<Trans>Name, SKU or barcode</Trans>}
          value={search}
          onChange={(text) => {
            setSearch(text)
            setItemId(null)
          }}
          autoFocus
          // What is proposed is selected, so that typing replaces it.
          onFocus={(event) => event.target instanceof HTMLInputElement && event.target.select()}
        />
        <Items found={found} search={search} itemId={itemId} onChoose={setItemId} />
        <Checkbox isSelected={remember} onChange={setRemember}>
          <Trans>Remember it: later files match by this name</Trans>
        </Checkbox>
        <ProblemNote error={error ?? items.error} />
      </div>
    </Dialog>
  )
}
