import { Trans, useLingui } from '@lingui/react/macro'
import type { PickBench } from '../../../contract/station/picking.ts'
import { ActionIcon } from '../../floor/action-words.tsx'
import { Choices } from '../../ui/floor/choices.tsx'
import { Stack, Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'

/** Before asking for work: from which zone it shall come. A place that is scanned chooses its zone as well. */
export function PickZones({ bench, send }: { bench: PickBench; send: (code: string) => void }) {
  const { t } = useLingui()
  return (
    <Stack gap={16}>
      <Text size="m" weight="strong">
        <Trans>Work from which zone?</Trans>
      </Text>
      <Choices
        label={t`Work from which zone?`}
        choices={bench.zones.map(({ zone, name, code, chosen }) => ({
          id: zone === null ? 'any' : `zone-${zone}`,
          icon: chosen ? <Mark kind="ok" size={28} /> : <ActionIcon name={name} />,
          word: zone === null ? <Trans>Any zone</Trans> : <Trans>Zone {zone}</Trans>,
          code,
          selected: chosen,
          onChoose: () => send(code),
        }))}
      />
    </Stack>
  )
}
