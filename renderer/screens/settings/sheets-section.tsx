import { Trans, useLingui } from '@lingui/react/macro'
import { Printer } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { businessDate } from '../../../domain/business-date.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import styles from './settings.module.css'
import { Section } from './settings-parts.tsx'
import { useSite } from './use-site.ts'

type Sheet = 'badges' | 'totes' | 'locations' | 'carton-types' | 'commands' | 'items'
type Papers = 'a4' | 'a6' | 'label' | 'a4-8' | 'a4-14' | 'a4-21' | 'a4-24'

/** What each kind can be printed on: A6 hangs at the bench, labels are drawn by the site's templates. */
const PAPERS_OF: Record<Sheet, readonly Papers[]> = {
  badges: ['a4', 'label', 'a4-8', 'a4-14', 'a4-21', 'a4-24'],
  totes: ['a4', 'label', 'a4-8', 'a4-14', 'a4-21', 'a4-24'],
  locations: ['a4', 'label', 'a4-8', 'a4-14', 'a4-21', 'a4-24'],
  items: ['a4', 'label', 'a4-8', 'a4-14', 'a4-21', 'a4-24'],
  'carton-types': ['a4'],
  commands: ['a4', 'a6'],
}

function PaperLink({ path, children }: { path: string; children: ReactNode }) {
  return (
    <li>
      <a href={path} target="_blank" rel="noopener">
        <Printer size={18} aria-hidden="true" />
        {children}
      </a>
    </li>
  )
}

function Sheets() {
  const { t, i18n } = useLingui()
  const [paper, setPaper] = useState<Papers>('a4')
  const [language, setLanguage] = useState<'ko' | 'en'>(i18n.locale.startsWith('ko') ? 'ko' : 'en')
  const sheets: readonly [Sheet, ReactNode][] = [
    ['badges', <Trans key="b">Badges</Trans>],
    ['totes', <Trans key="t">Totes</Trans>],
    ['locations', <Trans key="l">Locations</Trans>],
    ['carton-types', <Trans key="c">Carton types</Trans>],
    ['commands', <Trans key="k">Command codes</Trans>],
    ['items', <Trans key="i">Items</Trans>],
  ]
  const papers: readonly { id: Papers; name: string }[] = [
    { id: 'a4', name: t`A4, plain paper` },
    { id: 'a6', name: t`A6, plain paper` },
    { id: 'label', name: t`Label printer, one by one` },
    { id: 'a4-8', name: t`A4 with 8 labels, 99 × 68 mm` },
    { id: 'a4-14', name: t`A4 with 14 labels, 99 × 38 mm` },
    { id: 'a4-21', name: t`A4 with 21 labels, 64 × 38 mm` },
    { id: 'a4-24', name: t`A4 with 24 labels, 70 × 37 mm` },
  ]
  return (
    <>
      <div className={styles.pair}>
        <Select
          label={<Trans>Paper</Trans>}
          options={papers}
          value={paper}
          onChange={(id) => setPaper(papers.find((one) => one.id === id)?.id ?? 'a4')}
        />
        <div className={styles.field}>
          <b>
            <Trans>Language</Trans>
          </b>
          <Segmented
            label={t`Language of the print`}
            options={[
              { id: 'ko', name: '한국어' },
              { id: 'en', name: 'English' },
            ]}
            value={language}
            onChange={setLanguage}
          />
        </div>
      </div>
      <ul className={styles.sheets}>
        {sheets
          .filter(([sheet]) => PAPERS_OF[sheet].includes(paper))
          .map(([sheet, word]) => (
            <PaperLink key={sheet} path={`/files/sheets/${sheet}.pdf?language=${language}&paper=${paper}`}>
              {word}
            </PaperLink>
          ))}
      </ul>
    </>
  )
}

function Manifest() {
  const view = useSite().data
  const today = businessDate(Date.now(), view?.site?.timeZone ?? 'UTC')
  const [carrier, setCarrier] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const date = typed ?? today
  const carriers = view?.carriers ?? []
  const chosen = carrier ?? carriers[0]?.code ?? null
  const good = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))
  if (chosen === null) return null
  return (
    <>
      <h3>
        <Trans>Manifest of a carrier’s day</Trans>
      </h3>
      <div className={styles.pair}>
        <Select
          label={<Trans>Carrier</Trans>}
          options={carriers.map(({ code, name }) => ({ id: code, name }))}
          value={chosen}
          onChange={setCarrier}
        />
        <TextField
          label={<Trans>Day</Trans>}
          value={date}
          maxLength={10}
          onChange={setTyped}
          {...(good ? {} : { problem: <Trans>A day like {today}</Trans> })}
        />
      </div>
      {good ? (
        <ul className={styles.sheets}>
          <PaperLink path={`/files/manifests/${date}_${encodeURIComponent(chosen)}.pdf`}>
            <Trans>Manifest</Trans>
          </PaperLink>
        </ul>
      ) : null}
    </>
  )
}

function CountSheet() {
  const [zone, setZone] = useState('')
  return (
    <>
      <h3>
        <Trans>Count sheet</Trans>
      </h3>
      <TextField
        label={<Trans>Zone</Trans>}
        value={zone}
        maxLength={40}
        onChange={setZone}
        help={<Trans>Empty: all places with stock</Trans>}
      />
      <ul className={styles.sheets}>
        <PaperLink path={`/files/count-sheets/${zone.trim() === '' ? 'all' : encodeURIComponent(zone.trim())}.pdf`}>
          <Trans>Count sheet</Trans>
        </PaperLink>
      </ul>
    </>
  )
}

/** What is printed to be stuck on, hung up, handed over or counted on. */
export function SheetsSection() {
  return (
    <Section
      title={<Trans>Sheets to print</Trans>}
      lead={<Trans>Bar codes for everything that is scanned, and lists on paper, as PDF.</Trans>}
    >
      <Sheets />
      <Manifest />
      <CountSheet />
    </Section>
  )
}
