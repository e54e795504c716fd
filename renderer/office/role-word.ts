import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Role } from '../../domain/inputs.ts'

/** The word for each role. */
export const ROLE_WORDS: Readonly<Record<Role, MessageDescriptor>> = {
  picker: msg`Picker`,
  packer: msg`Packer`,
  receiver: msg`Receiver`,
  lead: msg`Lead`,
  service: msg`Customer service`,
  manager: msg`Manager`,
  administrator: msg`Administrator`,
}
