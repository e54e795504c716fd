import { useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import type { ActionView } from '../../contract/station/floor.ts'
import { ActionIcon, actionWord } from './action-words.tsx'
import { PrimaryAction } from './primary-action.tsx'

type GoOnProps = {
  /** What the bench offers; nothing is shown where it offers nothing. */
  action: ActionView | undefined
  send: (code: string) => void
  /** A word that names the act better than the command's own. */
  word?: ReactNode
}

/** A bench's command as the one large way on; pressing it sends its code. */
export function GoOn({ action, send, word }: GoOnProps) {
  const { i18n } = useLingui()
  if (action === undefined) return null
  const { name, code, enabled } = action
  return (
    <PrimaryAction
      id={`${name}-primary`}
      icon={<ActionIcon name={name} />}
      word={word ?? actionWord(name, i18n)}
      code={code}
      disabled={!enabled}
      onAction={() => send(code)}
    />
  )
}
