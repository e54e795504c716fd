import { Plural, Trans } from '@lingui/react/macro'
import type { SignInBench } from '../../../contract/station/session.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { PinDots } from '../../ui/floor/keypad.tsx'
import { Row, Stack, Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'

/** Places of a PIN that are drawn before a ninth digit would need one; PINs have four to eight digits. */
const DOTS = 6

/** Nobody yet: scan a badge. A locked badge says until when. */
export function BadgeNow({ bench }: { bench: SignInBench | null }) {
  const format = useFormat()
  const station = bench?.session.station ?? ''
  const site = bench?.session.site?.name ?? ''
  const locked = bench?.lockedUntil ?? null
  const until = locked === null ? '' : format.time(locked)
  return (
    <>
      <Text size="l" as="p" weight="plain">
        <Trans>
          <b>Station {station}</b> {site}
        </Trans>
      </Text>
      <Stack gap={24} above={28}>
        <Text size="xxl" as="h1">
          <Trans>Scan your badge</Trans>
        </Text>
        <Text size="m" muted>
          {until === '' ? <Trans>Then enter your PIN.</Trans> : <Trans>This badge opens again at {until}.</Trans>}
        </Text>
      </Stack>
    </>
  )
}

/** The PIN of the badge just scanned, as dots; a message takes the place of the hint. */
export function PinNow({ bench, typed, calm }: { bench: SignInBench; typed: number; calm: boolean }) {
  const { badgeOf, attemptsLeft, parked } = bench
  const name = badgeOf?.name ?? ''
  const own = parked.find(({ operatorName }) => operatorName === name)
  const task = own?.taskNumber ?? ''
  const stop = (own?.done ?? 0) + 1
  const total = own?.total ?? 0
  return (
    <>
      <Row gap={16}>
        <Mark kind="ok" size={38} />
        <Text size="l">{name}</Text>
      </Row>
      <Stack gap={32} above={28}>
        <Text size="xxl" as="h1">
          <Trans>Enter your PIN</Trans>
        </Text>
        <PinDots filled={typed} length={Math.max(DOTS, typed)} />
        {calm ? (
          <Text size="m" muted>
            {own !== undefined ? (
              <Trans>
                Pick {task} is waiting at stop {stop} of {total}.
              </Trans>
            ) : attemptsLeft !== null && attemptsLeft < 4 ? (
              <Plural value={attemptsLeft} one="One more try." other="# more tries." />
            ) : (
              <Trans>Four to eight digits.</Trans>
            )}
          </Text>
        ) : null}
      </Stack>
    </>
  )
}
