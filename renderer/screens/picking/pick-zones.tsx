import { Trans, useLingui } from '@lingui/react/macro'
import type { PickBench } from '../../../contract/station/picking.ts'
import { Choices } from '../../ui/floor/choices.tsx'
import { Stack, Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import styles from './picking.module.css'

/** More of them stand in two columns, without the codes, for which there is no room. */
const IN_ONE_COLUMN = 5

/** Before asking for work: from which zone it shall come. A place that is scanned chooses its zone as well. */
export function PickZones({ bench, send }: { bench: PickBench; send: (code: string) => void }) {
  const { t } = useLingui()
  const isMany = bench.zones.length > IN_ONE_COLUMN
  return (
    <Stack gap={16}>
      <Text size="m" weight="strong">
        <Trans>Work from which zone?</Trans>
      </Text>
      <div className={isMany ? styles.manyZones : undefined}>
        <Choices
          label={t`Work from which zone?`}
          choices={bench.zones.map(({ zone, code, chosen }) => ({
            id: zone === null ? 'any' : `zone-${zone}`,
            icon: <Mark kind={chosen ? 'ok' : 'waiting'} size={40} />,
            word: zone === null ? <Trans>Any zone</Trans> : <Trans>Zone {zone}</Trans>,
            ...(isMany ? {} : { code }),
            selected: chosen,
            onChoose: () => send(code),
          }))}
        />
      </div>
    </Stack>
  )
}
