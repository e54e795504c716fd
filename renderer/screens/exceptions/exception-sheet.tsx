import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { ExceptionView, Resolution } from '../../../contract/station/sync.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { commandWord } from '../../office/command-words.ts'
import { reasonSentence } from '../../office/reason-words.ts'
import { go } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import { Key, TextButton } from '../../ui/office/button.tsx'
import { SideSheet } from '../../ui/office/side-sheet.tsx'
import styles from './exceptions.module.css'
import { resolutionWords } from './resolution-words.tsx'

/** What happened, as people call it. */
export function useWhat(): (type: string) => string {
  const { t } = useLingui()
  return (type) => {
    const word = commandWord(type)
    return word === null ? type : t(word)
  }
}

/** Where it happened: the shelf, else the tote. */
export function whereOf({ item, tote }: ExceptionView): ReactNode {
  if (item?.location != null) return item.location
  return tote === null ? '–' : <Trans>Tote {tote}</Trans>
}

type SheetProps = {
  readonly exception: ExceptionView
  readonly followers: readonly ExceptionView[]
  readonly mayDecide: boolean
  readonly onResolve: (resolution: Resolution) => void
  readonly onClose: () => void
  readonly onPrevious?: () => void
  readonly onNext?: () => void
}

function Units({ exception }: { exception: ExceptionView }) {
  const { item, tote } = exception
  if (item === null) return null
  const { quantity } = item
  return (
    <section className={styles.units}>
      <b>{item.name}</b>
      <span className={styles.muted}>{item.sku}</span>
      <span className={styles.pieces}>
        <Plural value={quantity} one="# pc" other="# pcs" />
      </span>
      {tote === null ? null : (
        <span className={styles.muted}>
          <Trans>Tote {tote}</Trans>
        </span>
      )}
    </section>
  )
}

function Followers({ followers, of }: { followers: readonly ExceptionView[]; of: ExceptionView }) {
  const format = useFormat()
  const what = useWhat()
  const { followers: count, station } = of
  if (count === 0) return null
  return (
    <section className={styles.part}>
      <h3>
        <Plural value={count} one="# later step hangs on this" other="# later steps hang on this" />
      </h3>
      <p className={styles.muted}>
        {followers.some((one) => one.station !== station) ? (
          <Trans>They are settled with it; what other stations did is taken as it was.</Trans>
        ) : (
          <Trans>They are settled with it.</Trans>
        )}
      </p>
      <ul className={styles.followers}>
        {followers.map(({ id, at, type, operator }) => (
          <li key={id}>
            <time dateTime={new Date(at).toISOString()}>{format.time(at)}</time>
            <span>{what(type)}</span>
            <span className={styles.muted}>{operator}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Choices({ exception, onResolve }: Pick<SheetProps, 'exception' | 'onResolve'>) {
  const { t } = useLingui()
  if (exception.may.length === 0)
    return (
      <p className={styles.muted}>
        <Trans>This one is settled together with the one it hangs on.</Trans>
      </p>
    )
  return (
    <ul className={styles.choices}>
      {exception.may.map((resolution) => {
        const { word, effect, key } = resolutionWords(resolution, exception)
        return (
          <li key={resolution}>
            <AriaButton
              className={styles.choice ?? ''}
              onPress={() => onResolve(resolution)}
              data-resolution={resolution}
            >
              <span>
                <b>{t(word)}</b>
                <small>{t(effect)}</small>
              </span>
              <Key>{key}</Key>
            </AriaButton>
          </li>
        )
      })}
    </ul>
  )
}

/** One fact that waits for a decision: what, where, who, why, what hangs on it, and what may be done. */
export function ExceptionSheet(props: SheetProps) {
  const { exception, followers, mayDecide, onResolve, onClose, onPrevious, onNext } = props
  const { t } = useLingui()
  const format = useFormat()
  const what = useWhat()
  const { order, station, operator, reason, params } = exception
  return (
    <SideSheet
      title={<span className={styles.title}>{what(exception.type)}</span>}
      state={
        <span className={styles.open}>
          <Mark kind="warning" size={16} px />
          <Trans>to decide</Trans>
        </span>
      }
      facts={[
        {
          id: 'order',
          label: <Trans>Order</Trans>,
          value:
            order === null ? (
              '–'
            ) : (
              <TextButton onPress={() => go(`/orders/${encodeURIComponent(order.id)}`)}>
                {formatCode(order.number)}
              </TextButton>
            ),
        },
        { id: 'where', label: <Trans>Where</Trans>, value: whereOf(exception) },
        { id: 'when', label: <Trans>When</Trans>, value: format.dateTime(exception.at) },
        { id: 'who', label: <Trans>Who</Trans>, value: `${operator} · ${station}` },
      ]}
      todo={{ tone: 'warning', text: t(reasonSentence(reason, params)) }}
      onClose={onClose}
      {...(onPrevious === undefined ? {} : { onPrevious })}
      {...(onNext === undefined ? {} : { onNext })}
    >
      <Units exception={exception} />
      <section className={styles.part}>
        <h3>
          <Trans>What is to be done?</Trans>
        </h3>
        {mayDecide ? (
          <Choices exception={exception} onResolve={onResolve} />
        ) : (
          <p className={styles.muted}>
            <Trans>A lead decides. Until then the order and its tote stand still.</Trans>
          </p>
        )}
      </section>
      <Followers followers={followers} of={exception} />
    </SideSheet>
  )
}
