import { Ellipsis, FileX, Printer, PrinterX } from 'lucide-react'
import type { ReactNode } from 'react'
import { ActionBar } from '../../ui/floor/action-bar.tsx'
import { CartonLoad, CartonPicture, type PlacedBox, Swatch } from '../../ui/floor/carton-picture.tsx'
import { FloorScreen } from '../../ui/floor/floor-screen.tsx'
import { LabelPreview } from '../../ui/floor/label-preview.tsx'
import { type PackLine, PackLines } from '../../ui/floor/pack-lines.tsx'
import { ScaleNeedle } from '../../ui/floor/scale-needle.tsx'
import { ScanArea } from '../../ui/floor/scan-slot.tsx'
import { Strip } from '../../ui/floor/strip.tsx'
import { Between, HeroNumber, Hint, Marked, Row, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { StepTicks } from '../../ui/floor/ticks.tsx'
import { exampleLabel } from './example-label.ts'
import { lamps, pickActions } from './examples.tsx'
import { nothing, usePick } from './words.ts'

const tea = { length: 80, width: 80, height: 95 }
const cup = { length: 70, width: 120, height: 80 }
const boxes: readonly PlacedBox[] = [
  { id: 'tea1', x: 0, y: 0, z: 0, ...tea },
  { id: 'tea2', x: 88, y: 0, z: 0, ...tea },
  { id: 'cup1', x: 184, y: 0, z: 0, ...cup },
  { id: 'cup2', x: 256, y: 0, z: 0, ...cup },
  { id: 'cup3', x: 184, y: 0, z: 80, ...cup },
  { id: 'barley', x: 0, y: 136, z: 0, length: 180, width: 110, height: 45, state: 'next' },
]

function BenchStrip() {
  const pick = usePick()
  return (
    <Strip
      operator={pick('이도윤', 'Doyun Lee')}
      station="B-02"
      task={pick('포장 8841 2207', 'Pack 8841 2207')}
      lamps={lamps(pick)}
      onLock={nothing}
    />
  )
}

function usePackLines(): PackLine[] {
  const pick = usePick()
  const line = (
    id: string,
    name: string,
    picture: string,
    lastFour: string,
    packed: number,
    total: number,
  ): PackLine => ({
    id,
    name,
    picture,
    lastFour,
    packed,
    total,
  })
  return [
    line('tea', pick('제주 유기농 녹차 20티백', 'Jeju green tea, 20 bags'), 'drawn:box/2f7a45/녹차', '4827', 3, 3),
    {
      ...line(
        'barley',
        pick('볶은 보리차 500 g', 'Roasted barley tea, 500 g'),
        'drawn:pouch/c9a15a/보리',
        '5510',
        1,
        3,
      ),
      detail: pick('마지막 스캔', 'last scanned'),
      active: true,
    },
    {
      ...line('yuzu', pick('유자 마멀레이드 480 g', 'Yuzu marmalade, 480 g'), 'drawn:jar/e3b53a/유자', '2094', 0, 2),
      detail: pick('유리', 'glass'),
    },
    line('whisk', pick('대나무 차선', 'Bamboo whisk'), 'drawn:whisk/d9bd8a/', '7733', 0, 1),
    line('cup', pick('도자기 찻잔', 'Ceramic tea cup'), 'drawn:cup/8d99ae/', '1180', 2, 2),
  ]
}

/** `mockups/floor-pack`. */
export function FloorPack() {
  const pick = usePick()
  return (
    <FloorScreen
      screen="gallery"
      step="pack"
      strip={<BenchStrip />}
      actions={<ActionBar actions={pickActions(pick, 'carton')} />}
      evidenceLayout="spread"
      evidence={<CartonEvidence />}
    >
      <Between start below={16}>
        <div>
          <Verb>{pick('하나씩 스캔하세요', 'Scan each unit')}</Verb>
          <Stack above={8}>
            <Text muted>
              {pick('주문 8841 2207 · 토트 5 · 오늘 16:00 출고', 'Order 8841 2207 · tote 5 · ships today, 16:00')}
            </Text>
          </Stack>
        </div>
        <HeroNumber value="5" unit={pick('개 남음', 'left')} />
      </Between>
      <PackLines lines={usePackLines()} />
      <ScanArea
        feedback={null}
        what={pick('상품 코드나 시리얼', 'Item code or serial')}
        also={pick('다른 상품은 세지 않습니다', 'A wrong unit is never counted')}
      />
    </FloorScreen>
  )
}

function CartonEvidence() {
  const pick = usePick()
  return (
    <>
      <div>
        <Between>
          <Text size="m" weight="strong">
            {pick('상자 1 · M 박스', 'Carton 1 · Box M')}
          </Text>
          <Marked kind="ok">{pick('추천', 'Suggested')}</Marked>
        </Between>
        <Text muted>360 × 260 × 180 mm</Text>
      </div>
      <CartonLoad
        picture={
          <CartonPicture
            lengthMm={360}
            widthMm={260}
            heightMm={180}
            boxes={boxes}
            label={pick('상자, 6개 담음, 5개 남음', 'Carton, 6 units in, 5 to come')}
          />
        }
        figures={[
          { word: pick('담음', 'In'), value: 6 },
          { word: pick('남음', 'To come'), value: 5 },
        ]}
      />
      <Text line>
        {pick('녹차 3 · 찻잔 2 · ', '3 green tea · 2 cups · ')}
        <b>
          <Swatch />
          {pick('보리차 1, 여기', '1 barley tea, here')}
        </b>
      </Text>
      <ScaleNeedle theoryGrams={1630} measuredGrams={1624} toleranceGrams={40} />
    </>
  )
}

function PrintProgress() {
  const pick = usePick()
  return (
    <Stack above={40} gap={20}>
      <StepTicks
        here={2}
        steps={[
          { id: 'prepared', word: pick('준비함', 'Prepared') },
          { id: 'sent', word: pick('프린터로 보냄', 'Sent to printer') },
          { id: 'check', word: pick('라벨 확인', 'Check label') },
        ]}
      />
      <Row gap={16}>
        <Printer aria-hidden="true" size={40} />
        <div>
          <b>{pick('포장대 2 프린터 ZD421, 준비됨', 'Bench 2 printer ZD421, ready')}</b>
          <Text muted>
            {pick(
              '14:32에 보냄. 나왔는지는 라벨을 스캔해야 압니다.',
              'Sent 14:32. Only its scan tells that it is out.',
            )}
          </Text>
        </div>
      </Row>
    </Stack>
  )
}

/** `mockups/floor-label`. */
export function FloorLabel() {
  const pick = usePick()
  const action = (id: string, icon: ReactNode, word: string, code: string) => ({
    id,
    icon,
    word,
    code,
    onAction: nothing,
  })
  return (
    <FloorScreen
      screen="gallery"
      step="label"
      strip={<BenchStrip />}
      evidenceLayout="flush"
      evidence={
        <LabelPreview
          svg={exampleLabel}
          widthMm={100}
          heightMm={150}
          label={pick('라벨 미리보기 100 × 150 mm', 'Label preview 100 × 150 mm')}
        />
      }
      actions={
        <ActionBar
          actions={[
            action('missing', <PrinterX aria-hidden="true" />, pick('안 나왔어요', 'Not out'), 'BR-NP2'),
            action('damaged', <FileX aria-hidden="true" />, pick('손상됐어요', 'Damaged'), 'BR-DM5'),
            action('printer', <Printer aria-hidden="true" />, pick('다른 프린터', 'Wrong printer'), 'BR-WP9'),
            action('more', <Ellipsis aria-hidden="true" />, pick('더 보기', 'More'), 'BR-MO6'),
          ]}
        />
      }
    >
      <Verb>{pick('상자에 붙이고, 라벨을 스캔하세요', 'Stick it on, scan the label')}</Verb>
      <Stack above={24} gap={4}>
        <Text muted>{pick('송장 끝 네 자리', 'Tracking, last four')}</Text>
        <Hint gap={24}>
          <Text size="l" as="span" muted weight="plain">
            6012 3456
          </Text>
          <Text size="xxl" as="span" chars>
            7890
          </Text>
        </Hint>
      </Stack>
      <PrintProgress />
      <ScanArea
        feedback={null}
        what={pick('라벨 코드를 스캔하세요', 'Scan the label')}
        also={pick('다른 상자의 라벨이면 바로 알려 드립니다', 'A label of another carton is told at once')}
      />
    </FloorScreen>
  )
}
