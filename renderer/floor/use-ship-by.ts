import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../i18n/use-format.ts'
import { useStation } from './station-watch.ts'

/** Says until when an order has to leave: the time alone on the same day, day and time otherwise; empty for null. */
export function useShipBy(): (shipBy: number | null) => string {
  const { t } = useLingui()
  const format = useFormat()
  const now = useStation((station) => station.strip?.now ?? null)
  return (shipBy) => {
    if (shipBy === null) return ''
    const time = format.time(shipBy)
    return now !== null && format.date(now) === format.date(shipBy) ? t`today, ${time}` : format.dateTime(shipBy)
  }
}
