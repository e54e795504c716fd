import { CirclePause, Contrast, LifeBuoy, PackageX, ScanLine, Tag } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Action, ActionBar, LetterIcon } from '../../ui/floor/action-bar.tsx'
import { Choices } from '../../ui/floor/choices.tsx'
import type { Feedback } from '../../ui/floor/feedback-band.tsx'
import { FeedbackBand } from '../../ui/floor/feedback-band.tsx'
import { FloorScreen } from '../../ui/floor/floor-screen.tsx'
import { Keypad, PinDots } from '../../ui/floor/keypad.tsx'
import { ScanArea } from '../../ui/floor/scan-slot.tsx'
import { StatusRows } from '../../ui/floor/status-rows.tsx'
import { Strip } from '../../ui/floor/strip.tsx'
import { Row, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import { setPreferences, usePreferences } from '../../ui/preferences.ts'
import { lamps, otherIcon, pickActions } from './examples.tsx'
import { nothing, usePick } from './words.ts'

function useSignInActions(): Action[] {
  const pick = usePick()
  const { theme, locale } = usePreferences()
  return [
    {
      id: 'ko',
      icon: <LetterIcon letter="가" filled={locale === 'ko'} />,
      word: '한국어',
      code: 'BR-KO5',
      selected: locale === 'ko',
      onAction: () => setPreferences({ locale: 'ko' }),
    },
    {
      id: 'en',
      icon: <LetterIcon letter="A" filled={locale === 'en'} />,
      word: 'English',
      code: 'BR-EN2',
      selected: locale === 'en',
      onAction: () => setPreferences({ locale: 'en' }),
    },
    {
      id: 'contrast',
      icon: <Contrast aria-hidden="true" />,
      word: pick('고대비', 'High contrast'),
      code: 'BR-HC7',
      selected: theme === 'high-contrast',
      onAction: () => setPreferences({ theme: theme === 'high-contrast' ? 'system' : 'high-contrast' }),
    },
    {
      id: 'help',
      icon: <LifeBuoy aria-hidden="true" />,
      word: pick('도움말', 'Help'),
      code: 'BR-HE1',
      onAction: nothing,
    },
  ]
}

function Frame({ step, evidence, children }: { step: string; evidence: ReactNode; children: ReactNode }) {
  const pick = usePick()
  return (
    <FloorScreen
      screen="gallery"
      step={step}
      strip={<Strip operator={null} station="P-04" lamps={lamps(pick)} />}
      actions={<ActionBar actions={useSignInActions()} />}
      evidenceLayout="plain"
      evidence={evidence}
    >
      {children}
    </FloorScreen>
  )
}

/** `mockups/floor-sign-in`. */
export function FloorSignIn() {
  const pick = usePick()
  const evidence = (
    <>
      <Text size="m" weight="strong">
        {pick('이 스테이션은 준비됐습니다', 'This station is ready')}
      </Text>
      <StatusRows
        rows={[
          {
            id: 'scanner',
            mark: 'ok',
            title: pick('스캐너', 'Scanner'),
            detail: pick('2분 전에 들림', 'Heard 2 min ago'),
          },
          {
            id: 'printer',
            mark: 'ok',
            title: pick('라벨 프린터 ZD421', 'Label printer ZD421'),
            detail: pick('용지 100 × 150 mm', 'Paper 100 × 150 mm'),
          },
          { id: 'sync', mark: 'ok', title: pick('동기화', 'Sync'), detail: pick('못 보낸 것 없음', 'Nothing unsent') },
          {
            id: 'parked',
            mark: { icon: <CirclePause aria-hidden="true" /> },
            title: pick('멈춰 둔 일: 피킹 B-1127', 'Parked: Pick B-1127'),
            detail: pick('김하늘, 7곳 중 3번째', 'Haneul Kim, stop 3 of 7'),
          },
        ]}
      />
    </>
  )
  return (
    <Frame step="badge" evidence={evidence}>
      <Text size="l">
        {pick('스테이션 P-04', 'Station P-04')}{' '}
        <Text as="span" size="l" muted weight="plain">
          {pick('피킹과 포장, 2동', 'Pick and pack, hall 2')}
        </Text>
      </Text>
      <Stack above={20}>
        <Text size="xxl" as="h1">
          {pick('배지를', 'Scan your')}
          <br />
          {pick('스캔하세요', 'badge')}
        </Text>
      </Stack>
      <Stack above={28}>
        <Text size="m" muted>
          {pick('그다음 PIN을 입력합니다.', 'Then enter your PIN.')}
        </Text>
      </Stack>
      <ScanArea
        feedback={null}
        what={pick('배지를 기다립니다', 'Listening for a badge')}
        also={pick('배지가 없나요? 리더가 자기 배지를 스캔합니다', 'Badge forgotten? Ask a lead to scan theirs')}
      />
    </Frame>
  )
}

/** `mockups/floor-sign-in-pin`. */
export function FloorSignInPin() {
  const pick = usePick()
  const [pin, setPin] = useState('12')
  return (
    <Frame
      step="pin"
      evidence={
        <Keypad
          onDigit={(digit) => setPin((now) => (now + digit).slice(0, 6))}
          onDelete={() => setPin((now) => now.slice(0, -1))}
          onSubmit={nothing}
          submit={pick('로그인', 'Sign in')}
        />
      }
    >
      <Row gap={16}>
        <Mark kind="ok" size={40} />
        <Text size="l">{pick('김하늘', 'Haneul Kim')}</Text>
      </Row>
      <Stack above={20}>
        <Text size="xxl" as="h1">
          {pick('PIN을', 'Enter your')}
          <br />
          {pick('입력하세요', 'PIN')}
        </Text>
      </Stack>
      <Stack above={36}>
        <PinDots filled={pin.length} length={6} />
      </Stack>
      <Stack above={20}>
        <Text size="m" muted>
          {pick('피킹 B-1127이 7곳 중 3번째에서 기다립니다.', 'Pick B-1127 is waiting at stop 3 of 7.')}
        </Text>
      </Stack>
      <ScanArea
        feedback={null}
        what={pick('본인이 아닌가요? 배지를 스캔하세요', 'Not you? Scan your badge')}
        also={pick('PIN이 5번 틀리면 리더가 풀어 줍니다', 'After 5 wrong PINs a lead unlocks')}
      />
    </Frame>
  )
}

/** A choice among problems, without evidence. */
export function FloorProblem() {
  const pick = usePick()
  const choice = (id: string, icon: ReactNode, word: string, detail: string, code: string) => ({
    id,
    icon,
    word,
    detail,
    code,
    onChoose: nothing,
  })
  return (
    <FloorScreen
      screen="gallery"
      step="problem"
      strip={<Strip operator={pick('김하늘', 'Haneul Kim')} station="P-04" lamps={lamps(pick)} onLock={nothing} />}
      actions={<ActionBar actions={pickActions(pick, 'skip')} />}
    >
      <Verb>{pick('무엇이 문제인가요?', 'What is the problem?')}</Verb>
      <Stack above={24}>
        <Choices
          label={pick('문제', 'Problems')}
          choices={[
            choice(
              'short',
              <PackageX aria-hidden="true" />,
              pick('부족해요', 'Not enough'),
              pick('칸에 덜 있음', 'Fewer than asked'),
              'BR-SH2',
            ),
            choice(
              'damaged',
              <Tag aria-hidden="true" />,
              pick('손상됐어요', 'Damaged'),
              pick('팔 수 없음', 'Cannot be sold'),
              'BR-DM5',
            ),
            choice(
              'code',
              <ScanLine aria-hidden="true" />,
              pick('코드가 안 읽혀요', 'Code does not read'),
              pick('숫자를 입력', 'Type the digits'),
              'BR-CD6',
            ),
            {
              ...choice(
                'other',
                otherIcon,
                pick('다른 문제', 'Something else'),
                pick('리더를 부름', 'Calls the lead'),
                'BR-OT7',
              ),
              disabled: true,
            },
          ]}
        />
      </Stack>
      <ScanArea feedback={null} what={pick('문제 코드를 스캔하세요', 'Scan the problem')} />
    </FloorScreen>
  )
}

/** The tones beside each other. */
export function FloorBands() {
  const pick = usePick()
  const band = (tone: Feedback['tone'], title: string, advice: string, code: string): Feedback => ({
    id: tone,
    tone,
    title,
    advice,
    code,
  })
  return (
    <FloorScreen
      screen="gallery"
      step="bands"
      strip={
        <Strip
          operator={pick('김하늘', 'Haneul Kim')}
          station="P-04"
          lamps={[
            {
              id: 'printer',
              word: pick('프린터', 'Printer'),
              deviation: {
                mark: 'error',
                alarm: true,
                sentence: pick('라벨 1장이 나왔는지 모릅니다', '1 label in doubt'),
                detail: pick('찾아서 스캔하세요', 'Find it and scan it'),
              },
            },
          ]}
          onLock={nothing}
        />
      }
      actions={<ActionBar actions={pickActions(pick, 'skip')} />}
    >
      <Verb>{pick('띠', 'Bands')}</Verb>
      <FeedbackBand
        feedback={band(
          'ok',
          pick('녹차 1개, 2개 남음', '1 green tea, 2 to go'),
          pick('계속 스캔하세요', 'Scan on'),
          'I-PCK-007',
        )}
      />
      <FeedbackBand
        feedback={band(
          'warning',
          pick('1개 부족으로 적었습니다', 'Noted: 1 short'),
          pick('다음 위치로 가세요', 'Go on to the next stop'),
          'I-PCK-021',
        )}
      />
      <FeedbackBand
        feedback={band(
          'info',
          pick('라벨을 보냈습니다', 'The label is sent'),
          pick('나온 라벨을 스캔하세요', 'Scan it when it is out'),
          'I-PRN-001',
        )}
      />
      <FeedbackBand
        feedback={band(
          'error',
          pick('토트 7은 다른 주문의 것입니다', 'Tote 7 belongs to another order'),
          pick('토트 5에 넣으세요', 'Put it into tote 5'),
          'E-PCK-016',
        )}
      />
    </FloorScreen>
  )
}
