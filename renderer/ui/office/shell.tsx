import { Trans, useLingui } from '@lingui/react/macro'
import { Search, X } from 'lucide-react'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { go } from '../../router.ts'
import { cx } from '../cx.ts'
import { Mark, type MarkKind } from '../marks.tsx'
import { Key } from './button.tsx'
import styles from './shell.module.css'

/** A place of the rail. */
export type RailPlace = { path: string; word: ReactNode; icon: ReactNode; last?: boolean }

/** A lamp of the office bar; `path` is the screen that tells more. */
export type OfficeLamp = { id: string; mark: MarkKind; word: ReactNode; path?: string }

type SearchBox = {
  value: string
  onChange: (value: string) => void
  onSubmit?: (value: string) => void
  placeholder: string
}

type OfficeShellProps = {
  places: readonly RailPlace[]
  /** The path of the place that is open. */
  current: string
  title: ReactNode
  search?: SearchBox
  lamps?: readonly OfficeLamp[]
  who?: { name: string; detail: ReactNode }
  /** Leaves room for an open SideSheet beside the children. */
  sheet?: ReactNode
  children: ReactNode
}

function Rail({ places, current }: Pick<OfficeShellProps, 'places' | 'current'>) {
  const { t } = useLingui()
  return (
    <nav className={styles.rail} aria-label={t`Places`}>
      <div className={styles.mark}>
        <Trans>Baro</Trans>
      </div>
      {places.map((place) => (
        <a
          key={place.path}
          href={place.path}
          className={cx(styles.place, place.path === current && styles.current, place.last === true && styles.last)}
          aria-current={place.path === current ? 'page' : undefined}
          onClick={follow(place.path)}
        >
          {place.icon}
          {place.word}
        </a>
      ))}
    </nav>
  )
}

/** A link within the page; with a modifier key held it is the browser's. */
function follow(path: string) {
  return (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(path)
  }
}

function BarLamp({ lamp: { id, mark, word, path } }: { lamp: OfficeLamp }) {
  const face = (
    <>
      <span className={inkOf(mark)}>
        <Mark kind={mark} size={16} px />
      </span>
      {word}
    </>
  )
  const look = { className: cx(styles.lamp, path !== undefined && styles.linked), 'data-lamp': id, 'data-state': mark }
  if (path === undefined) return <span {...look}>{face}</span>
  return (
    <a {...look} href={path} onClick={follow(path)}>
      {face}
    </a>
  )
}

function OneSearch({ search }: { search: SearchBox }) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return (
    <search className={styles.search}>
      <Search aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label={search.placeholder}
        aria-keyshortcuts="Control+K"
        placeholder={search.placeholder}
        value={search.value}
        onChange={(event) => search.onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) search.onSubmit?.(search.value)
          if (event.key === 'Escape' && search.value !== '') {
            event.stopPropagation()
            event.nativeEvent.stopImmediatePropagation()
            search.onChange('')
          }
        }}
      />
      {search.value === '' ? (
        <Key>Ctrl K</Key>
      ) : (
        <AriaButton
          className={styles.remove ?? ''}
          aria-label={t`Clear the search`}
          onPress={() => search.onChange('')}
        >
          <X aria-hidden="true" />
        </AriaButton>
      )}
    </search>
  )
}

const inkOf = (mark: MarkKind): string | undefined =>
  mark === 'ok'
    ? styles.ok
    : mark === 'error'
      ? styles.err
      : mark === 'warning' || mark === 'off'
        ? styles.warn
        : undefined

/** Rail, bar and work area around an office screen. */
export function OfficeShell({ places, current, title, search, lamps = [], who, sheet, children }: OfficeShellProps) {
  return (
    <div className={styles.shell} data-office={current}>
      <Rail places={places} current={current} />
      <header className={styles.bar}>
        <h1 className={styles.title}>{title}</h1>
        {search === undefined ? null : <OneSearch search={search} />}
        <div className={styles.lamps}>
          {lamps.map((lamp) => (
            <BarLamp key={lamp.id} lamp={lamp} />
          ))}
          {who === undefined ? null : (
            <div className={styles.who}>
              <b>{who.name}</b>
              <span>{who.detail}</span>
            </div>
          )}
        </div>
      </header>
      <main className={cx(styles.work, sheet !== undefined && sheet !== null && styles.sheeted)}>
        {children}
        {sheet}
      </main>
    </div>
  )
}

/** A list page inside the shell: a row of filters, the list, the footer (or the bulk bar in its place, so that nothing moves). */
export function ListPage({ filters, foot, children }: { filters: ReactNode; foot: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <div className={styles.filters}>{filters}</div>
      {children}
      {foot}
    </div>
  )
}

/** Takes the room that is left, between what stands left and what stands right. */
export function Grow() {
  return <span className={styles.grow} />
}

/** The footer of a list: what is shown, and the keys that move in it. */
export function ListFoot({
  summary,
  detail,
  children,
}: {
  summary: ReactNode
  detail?: ReactNode
  children?: ReactNode
}) {
  return (
    <footer className={styles.foot}>
      <b>{summary}</b>
      {detail === undefined ? null : <span className={styles.muted}>{detail}</span>}
      <Grow />
      {children}
    </footer>
  )
}

/** What can be done with the ticked rows; stands where the footer stood. */
export function BulkBar({
  summary,
  detail,
  children,
}: {
  summary: ReactNode
  detail?: ReactNode
  children: ReactNode
}) {
  return (
    <footer className={cx(styles.foot, styles.bulk)} data-bulk>
      <b>{summary}</b>
      {detail === undefined ? null : <span>{detail}</span>}
      <Grow />
      {children}
    </footer>
  )
}

/** A filter that holds: its name, its value, and the way to take it off. */
export function FilterChip({ name, value, onRemove }: { name: ReactNode; value: ReactNode; onRemove?: () => void }) {
  const { t } = useLingui()
  return (
    <span className={cx(styles.chip, onRemove === undefined && styles.fixed)}>
      <span className={styles.name}>{name}</span>
      <b>{value}</b>
      {onRemove === undefined ? null : (
        <AriaButton className={styles.remove ?? ''} onPress={onRemove} aria-label={t`Remove this filter`}>
          <X aria-hidden="true" />
        </AriaButton>
      )}
    </span>
  )
}
