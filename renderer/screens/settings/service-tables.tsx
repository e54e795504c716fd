import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { ServicesView } from '../../../contract/station/services.ts'
import type { RateCard } from '../../../domain/rate-card.ts'
import type { ServiceBook } from '../../../domain/service-book.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { MODE_WORDS, useBookWords } from './service-words.ts'
import styles from './services.module.css'

type Tables = { readonly book: ServiceBook; readonly carriers: ServicesView['carriers'] }

type Column = { readonly name: ReactNode; readonly end?: boolean }

function Table({ label, columns, children }: { label: string; columns: readonly Column[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={label}>
      <table className={styles.list}>
        <thead>
          <tr>
            {columns.map(({ name, end }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are
              <th key={index} scope="col" className={end === true ? styles.end : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** The services of all carriers: when they are collected, how they travel and what they take. */
export function ServiceList({ book, carriers }: Tables) {
  const { i18n, t } = useLingui()
  const words = useBookWords(book.currency)
  const names = new Map(carriers.map(({ code, name }) => [code, name]))
  return (
    <Table
      label={t`Services`}
      columns={[
        { name: <Trans>Service</Trans> },
        { name: <Trans>Code</Trans> },
        { name: <Trans>Service level</Trans> },
        { name: <Trans>Collected until</Trans> },
        { name: <Trans>Delivers</Trans> },
        { name: <Trans>Takes at most</Trans> },
      ]}
    >
      {book.services.map((service) => (
        <tr key={service.code} className={service.active ? undefined : styles.off}>
          <th scope="row">
            {names.get(service.carrierCode) ?? service.carrierCode} {service.name}
            <span className={styles.sub}>
              {i18n._(MODE_WORDS[service.mode])}
              {service.active ? null : (
                <>
                  {' · '}
                  <Trans>not in use</Trans>
                </>
              )}
            </span>
          </th>
          <td className={styles.whole}>{service.code}</td>
          <td>{service.level}</td>
          <td>{words.cutOffs(service)}</td>
          <td>{words.weekdays(service.deliveries.deliveryDays)}</td>
          <td>{words.limits(service).join(' · ') || '—'}</td>
        </tr>
      ))}
    </Table>
  )
}

function CardTable({ book, card, carriers }: Tables & { card: RateCard }) {
  const format = useFormat()
  const words = useBookWords(book.currency)
  const service = book.services.find(({ code }) => code === card.serviceCode)
  const carrier = carriers.find(({ code }) => code === service?.carrierCode)?.name ?? ''
  const name = `${carrier} ${service?.name ?? card.serviceCode}`.trim()
  const from = format.day(card.validFrom)
  const to = card.validTo === null ? null : format.day(card.validTo)
  const weights = [...new Set(card.brackets.map(({ upToGrams }) => upToGrams))].sort((a, b) => a - b)
  return (
    <section className={styles.card}>
      <h3>{name}</h3>
      <p className={styles.muted}>
        {card.id} ·{' '}
        {to === null ? (
          <Trans>from {from}</Trans>
        ) : (
          <Trans>
            {from} to {to}
          </Trans>
        )}
        {card.divisor === null ? null : (
          <>
            {' · '}
            <Trans>{card.divisor} cm³ count as 1 kg</Trans>
          </>
        )}
      </p>
      <Table
        label={name}
        columns={[
          { name: <Trans>Zone</Trans> },
          { name: <Trans>Days</Trans>, end: true },
          ...weights.map((grams) => {
            const weight = words.weight(grams)
            return { name: <Trans>to {weight}</Trans>, end: true }
          }),
        ]}
      >
        {card.zones.map((zone) => (
          <tr key={zone.code}>
            <th scope="row">
              {zone.code}
              <span className={styles.sub}>{zone.areas.map(words.area).join(' · ')}</span>
            </th>
            <td className={styles.end}>{zone.transitDays}</td>
            {weights.map((grams) => {
              const bracket = card.brackets.find((one) => one.zone === zone.code && one.upToGrams === grams)
              const step = bracket?.step ?? null
              return (
                <td key={grams} className={styles.end}>
                  {bracket === undefined ? '—' : format.money(bracket.priceMinor, card.currency)}
                  {step === null ? null : (
                    <span className={styles.sub}>
                      + {format.money(step.minor, card.currency)} / {words.weight(step.grams)}
                    </span>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </Table>
      {card.surcharges.length === 0 ? null : (
        <ul className={styles.plain}>
          {card.surcharges.map((surcharge) => {
            const amount = format.money(surcharge.fixedMinor, card.currency)
            const where = surcharge.when.areas?.map(words.area).join(' · ') ?? ''
            return (
              <li key={surcharge.code}>
                <b>{surcharge.code}</b> {amount}
                {surcharge.share === null ? null : ` + ${format.number(surcharge.share.basisPoints / 100, 2)} %`}
                <span className={styles.muted}> {where}</span>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

/** What each service costs: a table for each rate card, its zones as rows, its weights as columns. */
export function CardTables({ book, carriers }: Tables) {
  return (
    <>
      {book.cards.map((card) => (
        <CardTable key={card.id} {...{ book, carriers, card }} />
      ))}
    </>
  )
}

/** When the site works, and on which dates it does or does not although. */
export function CalendarView({ book }: { book: ServiceBook }) {
  const format = useFormat()
  const words = useBookWords(book.currency)
  const { calendar, handlingDays } = book
  const days = (dates: readonly string[]): string => dates.map((date) => format.day(date)).join(', ') || '—'
  return (
    <dl className={styles.facts}>
      <dt>
        <Trans>Clock</Trans>
      </dt>
      <dd>{calendar.timeZone}</dd>
      <dt>
        <Trans>Working days</Trans>
      </dt>
      <dd>{words.weekdays(calendar.workingDays)}</dd>
      <dt>
        <Trans>Closed on</Trans>
      </dt>
      <dd>{days(calendar.holidays)}</dd>
      <dt>
        <Trans>Open although</Trans>
      </dt>
      <dd>{days(calendar.openDays)}</dd>
      <dt>
        <Trans>Lies here first</Trans>
      </dt>
      <dd>
        <Plural value={handlingDays} one="# working day" other="# working days" />
      </dd>
    </dl>
  )
}

/** The shipping rules in plain words. */
export function RuleTable({ book }: { book: ServiceBook }) {
  const { t } = useLingui()
  const words = useBookWords(book.currency)
  if (book.rules.length === 0)
    return (
      <p className={styles.muted}>
        <Trans>No rule yet: every service takes what is within its limits.</Trans>
      </p>
    )
  return (
    <Table
      label={t({ message: 'Rules', context: 'shipping' })}
      columns={[
        { name: <Trans>Rule</Trans> },
        { name: <Trans>When all of this holds</Trans> },
        { name: <Trans>Then</Trans> },
        { name: <Trans>Lifts</Trans> },
      ]}
    >
      {book.rules.map((rule) => (
        <tr key={rule.id} className={rule.active ? undefined : styles.off}>
          <th scope="row">
            {rule.id}
            {rule.active ? null : (
              <span className={styles.sub}>
                <Trans>not in use</Trans>
              </span>
            )}
          </th>
          <td>{words.conditions(rule).join(' · ')}</td>
          <td>{words.effect(rule)}</td>
          <td>{rule.lifts.join(', ') || '—'}</td>
        </tr>
      ))}
    </Table>
  )
}
