import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ServicesView, ServiceTrial, type ServiceTrialResult } from '../../../contract/station/services.ts'
import { GOODS_KINDS } from '../../../domain/shipping-rules.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useServiceReason } from '../../office/service-words.ts'
import { Mark } from '../../ui/marks.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import { KIND_WORDS } from './service-words.ts'
import styles from './services.module.css'

const START: ServiceTrial = {
  ...{ country: 'KR', postcode: '06236', grams: 1_500, lengthMm: 340, widthMm: 250, heightMm: 180 },
  ...{ kinds: [], unClass: null, unNumber: null, batteryWh: null, units: 1, valueMinor: 30_000, cashMinor: 0 },
  ...{ carrierCode: null, shipBy: null, at: null },
}
const ANY = 'any'

type FieldsProps = {
  readonly trial: ServiceTrial
  readonly view: ServicesView
  readonly set: (change: Partial<ServiceTrial>) => void
}

/** Local time of a form field as an instant; null for none. */
function instantOf(text: string): number | null {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

function Where({ trial, view, set }: FieldsProps) {
  const { t } = useLingui()
  const [moment, setMoment] = useState('')
  return (
    <>
      <div className={styles.two}>
        <TextField
          label={<Trans>Country</Trans>}
          value={trial.country}
          maxLength={2}
          onChange={(country) => set({ country: country.toUpperCase() })}
        />
        <TextField
          label={<Trans>Postcode</Trans>}
          value={trial.postcode}
          maxLength={16}
          onChange={(postcode) => set({ postcode })}
        />
      </div>
      <div className={styles.two}>
        <TextField
          label={<Trans>Closed at</Trans>}
          type="datetime-local"
          value={moment}
          onChange={(text) => {
            setMoment(text)
            set({ at: instantOf(text) })
          }}
        />
        <TextField
          label={<Trans>Leaves by</Trans>}
          type="date"
          value={trial.shipBy ?? ''}
          onChange={(day) => set({ shipBy: day === '' ? null : day })}
        />
      </div>
      <Select
        label={<Trans>Carrier that the order asks for</Trans>}
        options={[{ id: ANY, name: t`any` }, ...view.carriers.map(({ code, name }) => ({ id: code, name }))]}
        value={trial.carrierCode ?? ANY}
        onChange={(code) => set({ carrierCode: code === ANY ? null : code })}
      />
    </>
  )
}

function What({ trial, set }: FieldsProps) {
  const { i18n } = useLingui()
  const size = (name: 'lengthMm' | 'widthMm' | 'heightMm') => ({
    value: trial[name],
    minValue: 1,
    maxValue: 20_000,
    onChange: (value: number) => set({ [name]: Number.isNaN(value) ? 1 : value }),
  })
  return (
    <>
      <div className={styles.three}>
        <NumberField label={<Trans>Length, mm</Trans>} {...size('lengthMm')} />
        <NumberField label={<Trans>Width, mm</Trans>} {...size('widthMm')} />
        <NumberField label={<Trans>Height, mm</Trans>} {...size('heightMm')} />
      </div>
      <div className={styles.two}>
        <NumberField
          label={<Trans>Weight, g</Trans>}
          value={trial.grams}
          minValue={1}
          maxValue={1_000_000}
          onChange={(grams) => set({ grams: Number.isNaN(grams) ? 1 : grams })}
        />
        <NumberField
          label={<Trans>Units in it</Trans>}
          value={trial.units}
          minValue={1}
          maxValue={100_000}
          onChange={(units) => set({ units: Number.isNaN(units) ? 1 : units })}
        />
      </div>
      <fieldset className={styles.checks}>
        <legend>
          <Trans>What is in it</Trans>
        </legend>
        {GOODS_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            isSelected={trial.kinds.includes(kind)}
            onChange={(chosen) =>
              set({ kinds: chosen ? [...trial.kinds, kind] : trial.kinds.filter((one) => one !== kind) })
            }
          >
            {i18n._(KIND_WORDS[kind])}
          </Checkbox>
        ))}
      </fieldset>
      <div className={styles.three}>
        <NumberField
          label={<Trans>Battery, Wh</Trans>}
          value={trial.batteryWh ?? Number.NaN}
          minValue={0}
          maxValue={1_000_000}
          onChange={(wh) => set({ batteryWh: Number.isNaN(wh) ? null : wh })}
        />
        <TextField
          label={<Trans>UN class</Trans>}
          value={trial.unClass ?? ''}
          maxLength={4}
          onChange={(text) => set({ unClass: text === '' ? null : text })}
        />
        <TextField
          label={<Trans>UN number</Trans>}
          value={trial.unNumber ?? ''}
          maxLength={6}
          onChange={(text) => set({ unNumber: text === '' ? null : text.toUpperCase() })}
        />
      </div>
    </>
  )
}

function Results({ result }: { result: ServiceTrialResult }) {
  const format = useFormat()
  const reason = useServiceReason(result.currency)
  return (
    <>
      {result.offers.length === 0 ? (
        <p>
          <b>
            <Trans>No service takes this carton</Trans>
          </b>
        </p>
      ) : null}
      {result.offers.map(({ code, name, carrierName, priceMinor, shipDate, deliverBy, isLate }, index) => {
        const [leaves, there] = [format.day(shipDate), format.day(deliverBy)]
        return (
          <div key={code} className={styles.offer} data-first={index === 0} data-offer={code}>
            <span>
              <b>
                {carrierName} {name}
              </b>{' '}
              {format.money(priceMinor, result.currency)}
              {index === 0 ? (
                <>
                  {' · '}
                  <Trans>this one is chosen</Trans>
                </>
              ) : null}
            </span>
            <span className={styles.muted}>
              {isLate ? (
                <Trans>
                  leaves {leaves}, there {there}: too late
                </Trans>
              ) : (
                <Trans>
                  leaves {leaves}, there {there}
                </Trans>
              )}
            </span>
            {index === 0 && result.needs.length > 0 ? <Needs things={result.needs.join(', ')} /> : null}
          </div>
        )
      })}
      {result.refused.length === 0 ? null : (
        <ul className={styles.plain}>
          {result.refused.map(({ code, name, carrierName, reasons }) => (
            <li key={code} data-refused={code} className={styles.row}>
              <Mark kind="error" size={16} px />
              <span>
                <b>
                  {carrierName} {name}
                </b>{' '}
                <span className={styles.muted}>{reasons.map((one) => reason(one)).join(' ')}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Needs({ things }: { things: string }) {
  return (
    <span>
      <Trans>Needs: {things}</Trans>
    </span>
  )
}

/** A pretended carton, and which services would take it at which price; of a text that is not saved yet when one is given. */
export function ServiceTrialForm({ text, view }: { text: string | null; view: ServicesView }) {
  const [trial, setTrial] = useState(START)
  const parsed = ServiceTrial.safeParse(trial)
  const asked = useQuery({
    queryKey: ['services', 'try', view.version, text, trial],
    queryFn: () => api.services.tryOut({ text, trial: ServiceTrial.parse(trial) }),
    enabled: parsed.success,
    placeholderData: (before) => before,
    gcTime: 10_000,
  })
  const set = (change: Partial<ServiceTrial>): void => setTrial((before) => ({ ...before, ...change }))
  return (
    <div className={styles.trial}>
      <div className={styles.fields}>
        <Where {...{ trial, view, set }} />
        <What {...{ trial, view, set }} />
      </div>
      <div className={styles.results} aria-live="polite">
        <ProblemNote error={asked.error} />
        {parsed.success ? null : (
          <p className={styles.muted}>
            <Trans>Fill in the fields on the left first, e.g. country KR, class 9, number UN3480.</Trans>
          </p>
        )}
        {asked.data === undefined || !parsed.success ? null : <Results result={asked.data} />}
      </div>
    </div>
  )
}
