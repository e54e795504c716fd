import { useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import type { SessionView } from '../../contract/station/floor.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { Stack, Text } from '../ui/floor/text.tsx'
import { ActionIcon, actionWord } from './action-words.tsx'
import { placesOf } from './floor-places.ts'
import { goToPlace } from './local-commands.ts'
import { PrimaryAction } from './primary-action.tsx'

type ElsewhereProps = {
  session: SessionView
  /** The screen where this bench's next work comes from; no button for a role that does not work there. */
  command: CommandName
  children: ReactNode
}

/** A bench without work: where its work comes from, and the way there. */
export function Elsewhere({ session, command, children }: ElsewhereProps) {
  const { i18n } = useLingui()
  const { operator } = session
  const open = operator !== null && placesOf(operator.role).some((place) => place.command === command)
  return (
    <Stack gap={28} above={20}>
      <Text size="m" muted>
        {children}
      </Text>
      {open ? (
        <PrimaryAction
          id={`${command}-primary`}
          icon={<ActionIcon name={command} />}
          word={actionWord(command, i18n)}
          code={COMMAND_CODES[command]}
          onAction={() => void goToPlace(command, session)}
        />
      ) : null}
    </Stack>
  )
}
