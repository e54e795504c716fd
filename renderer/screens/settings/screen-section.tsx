import { Trans, useLingui } from '@lingui/react/macro'
import { type CSSProperties, useState } from 'react'
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'
import { api } from '../../api.ts'
import { LOCALES } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/office/button.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { setPreferences, type Theme, UNCALIBRATED_PX_PER_MM, usePreferences } from '../../ui/preferences.ts'
import styles from './settings.module.css'
import { Section } from './settings-parts.tsx'

// A bank card (ISO/IEC 7810 ID-1) is 85.60 × 53.98 mm everywhere.
const CARD_WIDTH_MM = 85.6

/** A bank card drawn at the size that the slider says; when a real one covers it, the screen is calibrated. */
function Calibration() {
  const { t } = useLingui()
  const format = useFormat()
  const saved = usePreferences((preferences) => preferences.pxPerMm)
  const [pxPerMm, setPxPerMm] = useState(saved)
  const shown = format.number(pxPerMm, 2)
  return (
    <div className={styles.calibration}>
      <Slider
        className={styles.slider ?? ''}
        minValue={2}
        maxValue={10}
        step={0.02}
        value={pxPerMm}
        onChange={(value) => setPxPerMm(Array.isArray(value) ? (value[0] ?? saved) : value)}
      >
        <Label>
          <Trans>Lay a bank card on the screen and drag until the drawing is as wide as it</Trans>
        </Label>
        <SliderOutput>{t`${shown} px per mm`}</SliderOutput>
        <SliderTrack className={styles.sliderTrack ?? ''}>
          <SliderThumb className={styles.sliderThumb ?? ''} />
        </SliderTrack>
      </Slider>
      <div
        className={styles.card}
        style={{ '--card': `${CARD_WIDTH_MM * pxPerMm}px` } as CSSProperties}
        aria-hidden="true"
      >
        <span />
      </div>
      <div className={styles.saveRow}>
        <Button kind="primary" isDisabled={pxPerMm === saved} onPress={() => setPreferences({ pxPerMm })}>
          <Trans>Keep this size</Trans>
        </Button>
        <Button
          onPress={() => {
            setPxPerMm(UNCALIBRATED_PX_PER_MM)
            setPreferences({ pxPerMm: UNCALIBRATED_PX_PER_MM })
          }}
        >
          <Trans>Back to usual</Trans>
        </Button>
      </div>
    </div>
  )
}

/** Language, colours and size of this screen; they belong to the computer, not to the site. */
export function ScreenSection() {
  const { t } = useLingui()
  const { theme, locale } = usePreferences()
  const themes: readonly { id: Theme; name: string }[] = [
    { id: 'system', name: t`As the computer` },
    { id: 'light', name: t`Light` },
    { id: 'dark', name: t`Dark` },
    { id: 'high-contrast', name: t`High contrast` },
  ]
  return (
    <Section title={<Trans>This screen</Trans>} lead={<Trans>Only for this computer.</Trans>}>
      <div className={styles.form}>
        <div className={styles.field}>
          <b>
            <Trans>Language</Trans>
          </b>
          <Segmented
            label={t`Language`}
            options={LOCALES.map(({ locale: id, name }) => ({ id, name: <span lang={id}>{name}</span> }))}
            value={locale}
            onChange={(language) => {
              setPreferences({ locale: language })
              void api.session.language({ language }).catch(() => undefined)
            }}
          />
        </div>
        <div className={styles.field}>
          <b>
            <Trans>Colours</Trans>
          </b>
          <Segmented
            label={t`Colours`}
            options={themes}
            value={theme}
            onChange={(chosen) => setPreferences({ theme: chosen })}
          />
        </div>
        <div className={styles.field}>
          <b>
            <Trans>Size of floor screens</Trans>
          </b>
          <Calibration />
        </div>
      </div>
    </Section>
  )
}
