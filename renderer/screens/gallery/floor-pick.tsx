import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { ActionBar } from '../../ui/floor/action-bar.tsx'
import { Cart } from '../../ui/floor/cart.tsx'
import type { Feedback } from '../../ui/floor/feedback-band.tsx'
import { FloorScreen } from '../../ui/floor/floor-screen.tsx'
import { ItemEvidence, LookAlike } from '../../ui/floor/item-evidence.tsx'
import { LocationPlate } from '../../ui/floor/location-plate.tsx'
import { ScanArea } from '../../ui/floor/scan-slot.tsx'
import { StatusRows } from '../../ui/floor/status-rows.tsx'
import { Strip } from '../../ui/floor/strip.tsx'
import { Between, HeroNumber, Hint, Row, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { Progress } from '../../ui/floor/ticks.tsx'
import { Mark } from '../../ui/marks.tsx'
import { GREEN_TEA, lamps, OOLONG, pickActions, totes } from './examples.tsx'
import { nothing, usePick } from './words.ts'

function PickStrip({ offline = false }: { offline?: boolean }) {
  const pick = usePick()
  const healthy = lamps(pick)
  const shown = offline
    ? healthy.map((lamp) =>
        lamp.id === 'sync'
          ? {
              ...lamp,
              deviation: {
                mark: 'off' as const,
                sentence: pick('오프라인 37분. 계속 일하세요.', 'Offline 37 min. Keep working.'),
                detail: pick('못 보낸 것 42개, 가장 오래된 것 36분', '42 unsent, oldest 36 min'),
              },
            }
          : lamp,
      )
    : healthy
  return (
    <Strip
      operator={pick('김하늘', 'Haneul Kim')}
      station="P-04"
      task={pick('피킹 B-1127', 'Pick B-1127')}
      lamps={shown}
      onLock={nothing}
    />
  )
}

function TaskProgress() {
  const pick = usePick()
  return (
    <Progress
      head={pick(
        <>
          7곳 중 <b>3번째</b>
        </>,
        <>
          Stop <b>3 of 7</b>
        </>,
      )}
      aside={pick('20개 중 8개 담음', '8 of 20 pieces')}
      done={2}
      total={7}
      current={2}
    />
  )
}

function TeaEvidence({ quantity, alike = true }: { quantity?: ReactNode; alike?: boolean }) {
  const pick = usePick()
  return (
    <ItemEvidence
      name={pick('제주 유기농 녹차 20티백', 'Jeju green tea, 20 bags')}
      picture={GREEN_TEA}
      detail={pick('로트 L2409 · 2026. 9. 30.까지', 'Lot L2409 · best before 30 Sep 2026')}
      lastFour="4827"
      quantity={quantity}
    >
      {alike ? (
        <LookAlike>
          {pick('옆 칸에 비슷한 상품: 우롱차', 'Look-alike next slot: oolong')} <b>4872</b>
        </LookAlike>
      ) : null}
    </ItemEvidence>
  )
}

function GoTo({ offline }: { offline: boolean }) {
  const pick = usePick()
  const quantity = pick(
    <HeroNumber key="ko" size="xl" value="3개" />,
    <HeroNumber key="en" size="xl" value="3" unit="pcs" />,
  )
  return (
    <FloorScreen
      screen="gallery"
      step={offline ? 'offline' : 'location'}
      strip={<PickStrip offline={offline} />}
      actions={<ActionBar actions={pickActions(pick, 'skip')} />}
      evidence={
        <>
          <TeaEvidence quantity={quantity} />
          <Cart totes={totes} label={pick('8개 중 토트 5', 'Tote 5 of 8')} />
          <TaskProgress />
        </>
      }
    >
      <Verb>{pick('이 위치로 가세요', 'Go to')}</Verb>
      <Stack above={24}>
        <LocationPlate code="A-03-2-05" previous="A-03-1-12" />
      </Stack>
      <Hint above={24}>
        <Text size="m" weight="strong">
          {pick('같은 통로, 다음 베이', 'Same aisle, next bay')}
        </Text>
        <Text size="m" muted>
          {pick('직전', 'Last stop')}{' '}
          <Text as="span" size="m" line>
            A-03-1-12
          </Text>
        </Text>
      </Hint>
      <ScanArea
        feedback={null}
        what={pick('위치 코드를 스캔하세요', 'Scan the location')}
        also={pick('상품 코드도 됩니다', 'The item code works too')}
      />
    </FloorScreen>
  )
}

/** `mockups/floor-pick-location`. */
export function FloorPickLocation() {
  return <GoTo offline={false} />
}

/** `mockups/floor-offline`. */
export function FloorOffline() {
  return <GoTo offline />
}

/** `mockups/floor-pick-error`. */
export function FloorPickError() {
  const pick = usePick()
  const feedback: Feedback = {
    id: 'example',
    tone: 'error',
    title: pick('다른 상품입니다', 'This is another item'),
    advice: pick('스캔한 상품을 제자리에 다시 놓으세요.', 'Put the scanned item back in its place.'),
    compare: {
      scanned: {
        picture: OOLONG,
        name: pick('제주 유기농 우롱차', 'Jeju oolong tea'),
        code: '4872',
        tag: pick('스캔한 것', 'Scanned'),
      },
      expected: {
        picture: GREEN_TEA,
        name: pick('제주 유기농 녹차', 'Jeju green tea'),
        code: '4827',
        tag: pick('꺼낼 것', 'To take'),
      },
    },
    acknowledge: { label: pick('제자리에 놓았어요', 'I put it back'), code: 'BR-AK3', onAcknowledge: nothing },
  }
  return (
    <FloorScreen
      screen="gallery"
      step="error"
      strip={<PickStrip />}
      actions={<ActionBar actions={pickActions(pick, 'skip', true)} />}
      evidence={
        <>
          <TeaEvidence />
          <Cart totes={totes} label={pick('8개 중 토트 5', 'Tote 5 of 8')} />
          <TaskProgress />
        </>
      }
    >
      <Verb>{pick('이 상품을 꺼내세요', 'Take this item')}</Verb>
      <Between above={12} center>
        {pick(<HeroNumber key="ko" value="3개" />, <HeroNumber key="en" value="3" unit="pcs" />)}
        <Stack gap={6} end>
          <Row gap={12}>
            <Mark kind="ok" size={36} />
            <LocationPlate code="A-03-2-05" small />
          </Row>
          <Text muted>{pick('위치 확인됨 · 상품 0 / 3', 'Location confirmed · item 0 / 3')}</Text>
        </Stack>
      </Between>
      <ScanArea feedback={feedback} what="" />
    </FloorScreen>
  )
}

/** `mockups/floor-pick-put`. */
export function FloorPickPut() {
  const pick = usePick()
  return (
    <FloorScreen
      screen="gallery"
      step="put"
      strip={<PickStrip />}
      actions={<ActionBar actions={pickActions(pick, 'full')} />}
      evidence={
        <>
          <TeaEvidence alike={false} />
          <StatusRows
            tight
            rows={[
              { id: 'location', mark: 'ok', title: pick('위치 A-03-2-05', 'Location A-03-2-05') },
              { id: 'item', mark: 'ok', title: pick('상품, 3 / 3 스캔함', 'Item, 3 of 3 scanned') },
              {
                id: 'next',
                mark: { icon: <ArrowRight aria-hidden="true" /> },
                title: pick('다음은 A-03-2-11', 'Then go to A-03-2-11'),
                plain: true,
              },
            ]}
          />
          <TaskProgress />
        </>
      }
    >
      <Text size="xl" as="h1" weight="plain">
        {pick(
          <>
            <b>5</b>번 토트에 <b>3개</b>
          </>,
          <>
            Put <b>3</b> into tote <b>5</b>
          </>,
        )}
      </Text>
      <Stack above={28}>
        <Cart totes={totes} size="large" label={pick('8개 중 토트 5', 'Tote 5 of 8')} />
      </Stack>
      <ScanArea
        feedback={null}
        what={pick('5번 토트를 스캔하세요', 'Scan tote 5')}
        also={pick('라벨은 테두리에 있습니다', 'Its label is on the rim')}
      />
    </FloorScreen>
  )
}
