import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PackBench } from '../../../contract/station/packing.ts'
import { Elsewhere } from '../../floor/elsewhere.tsx'
import styles from '../../floor/floor.module.css'
import { GoOn } from '../../floor/go-on.tsx'
import { primaryOf } from '../../floor/primary-of.ts'
import { useShipBy } from '../../floor/use-ship-by.ts'
import { cartonName, formatSize } from '../../i18n/format.ts'
import { type Choice, Choices } from '../../ui/floor/choices.tsx'
import { type PackLine, PackLines } from '../../ui/floor/pack-lines.tsx'
import { HeroNumber, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { PackDrawing } from './pack-drawing.ts'

/** Nothing on the bench: how many totes wait. */
export function ToteNow({ bench: { waiting, session } }: { bench: PackBench }) {
  return (
    <>
      <Verb>{waiting === 0 ? <Trans>No totes are waiting</Trans> : <Trans>Take a tote and scan it</Trans>}</Verb>
      {waiting === 0 ? (
        <Elsewhere session={session} command="pickScreen">
          <Trans>Totes come here when they are picked.</Trans>
        </Elsewhere>
      ) : (
        <WaitingTotes waiting={waiting} />
      )}
    </>
  )
}

function WaitingTotes({ waiting }: { waiting: number }) {
  return (
    <Stack above={28}>
      <HeroNumber value={waiting} unit={<Plural value={waiting} one="tote waiting" other="totes waiting" />} />
    </Stack>
  )
}

/** The customer's or the office's note; packing goes on when it is confirmed. */
export function NoteNow({ drawing: { bench, send } }: { drawing: PackDrawing }) {
  return (
    <>
      <Verb>
        <Trans>Read this first</Trans>
      </Verb>
      <Stack gap={28} above={24}>
        <blockquote className={styles.quote}>{bench.order?.note}</blockquote>
        <GoOn
          action={primaryOf(bench.actions, ['confirm', 'acknowledge', 'done'])}
          send={send}
          word={<Trans>I have read it</Trans>}
        />
      </Stack>
    </>
  )
}

/** Which carton: the suggested one first, all of them with their codes. */
export function CartonNow({ drawing: { bench, send } }: { drawing: PackDrawing }) {
  const { t } = useLingui()
  const choices = bench.cartonTypes.map(
    ({ code, name, suggested, innerLengthMm, innerWidthMm, innerHeightMm }): Choice => {
      // Set close, so that six cartons with their codes fit above the scan slot.
      const size = formatSize(innerLengthMm, innerWidthMm, innerHeightMm).replaceAll(' × ', '×')
      // Where the name repeats the size, the size is said once.
      const short = cartonName(name)
      return {
        id: code,
        word: suggested ? <Trans>{short} · suggested</Trans> : short,
        detail: size,
        code,
        selected: suggested,
        onChoose: () => send(code),
      }
    },
  )
  return (
    <>
      <OrderHead bench={bench} verb={<Trans>Take a carton</Trans>} />
      <Stack above={20}>
        <Choices label={t`Cartons`} choices={choices} columns={choices.length > 4 ? 'fit' : 1} />
      </Stack>
    </>
  )
}

/** The unit that chose the order: it goes into the carton with the carton's own scan. */
function InHand({ inHand }: Pick<PackBench, 'inHand'>) {
  if (inHand === null) return null
  const { name, quantity } = inHand
  return (
    <Text size="m" weight="strong">
      {quantity === 1 ? (
        <Trans>{name} goes into it</Trans>
      ) : (
        <Trans>
          {quantity} × {name} go into it
        </Trans>
      )}
    </Text>
  )
}

function OrderHead({ bench, verb }: { bench: PackBench; verb: React.ReactNode }) {
  const shipBy = useShipBy()
  const { order, unitsLeft } = bench
  const number = order?.number ?? ''
  const tote = order?.toteName ?? ''
  const by = shipBy(order?.shipBy ?? null)
  return (
    <div className={styles.head}>
      <Stack gap={4}>
        <Verb>{verb}</Verb>
        <InHand inHand={bench.inHand} />
        <Text muted>
          {bench.inHand !== null ? null : by === '' ? (
            <Trans>
              Order {number} · tote {tote}
            </Trans>
          ) : (
            <Trans>
              Order {number} · tote {tote} · ships by {by}
            </Trans>
          )}
        </Text>
      </Stack>
      <HeroNumber value={unitsLeft} unit={<Trans>left</Trans>} />
    </div>
  )
}

/** The lines of an order as the kit draws them. */
export function packLines(bench: PackBench, fragile: React.ReactNode): PackLine[] {
  return bench.lines.map(({ id, item, picked, packed, here }) => ({
    id,
    name: item.name,
    picture: item.picture,
    lastFour: item.lastFour,
    packed,
    total: picked,
    active: here,
    ...(item.fragile ? { detail: fragile } : {}),
  }))
}

/** Every unit by its own scan: what is left, and the lines. */
export function UnitNow({ bench }: { bench: PackBench }) {
  return (
    <>
      <OrderHead
        bench={bench}
        verb={bench.unitsLeft === 0 ? <Trans>Everything is in</Trans> : <Trans>Scan each unit</Trans>}
      />
      <PackLines lines={packLines(bench, <Trans>fragile</Trans>)} />
    </>
  )
}

/** Less than ordered: what is missing, and the question whether to send the rest now. */
export function PartialNow({ drawing: { bench, send } }: { drawing: PackDrawing }) {
  const { unitsMissing, unitsLeft } = bench
  const missing = unitsMissing + unitsLeft
  return (
    <>
      <div className={styles.head}>
        <Verb>
          <Trans>Send it without these?</Trans>
        </Verb>
        <HeroNumber value={missing} unit={<Trans>missing</Trans>} />
      </div>
      <Stack gap={24} above={16}>
        <Text size="m" muted>
          <Trans>The missing ones stay open and follow later.</Trans>
        </Text>
        <GoOn
          action={primaryOf(bench.actions, ['confirm', 'partial', 'done'])}
          send={send}
          word={<Trans>Send what is here</Trans>}
        />
      </Stack>
      <PackLines lines={packLines(bench, <Trans>fragile</Trans>).map((line) => ({ ...line, active: false }))} />
    </>
  )
}

/** Done: the cartons go to the shipping table, and the next tote comes. */
export function FinishedNow({ bench: { waiting, session } }: { bench: PackBench }) {
  return (
    <>
      <Verb>
        <Trans>The order is packed</Trans>
      </Verb>
      {waiting === 0 ? (
        <Elsewhere session={session} command="shipScreen">
          <Trans>Put the cartons on the shipping table. That was the last tote.</Trans>
        </Elsewhere>
      ) : (
        <>
          <Text size="m" muted>
            <Trans>Put the cartons on the shipping table.</Trans>
          </Text>
          <WaitingTotes waiting={waiting} />
        </>
      )}
    </>
  )
}
