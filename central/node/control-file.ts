import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SyncProblem } from '../../contract/central/messages.ts'
import type { AdminCommand } from '../admin/admin-commands.ts'
import { ADMIN_PATH } from '../admin/admin-endpoint.ts'
import { AdminRefused, AdminReply } from '../admin/admin-reply.ts'

const Control = z.object({ url: z.string(), secret: z.string(), pid: z.number() })

/** How the command line reaches the centre that runs on a folder; readable by this user only. */
export type Control = z.infer<typeof Control>

const fileOf = (data: string): string => join(data, 'centre.control.json')

/** Leaves it in the folder. */
export function writeControl(data: string, control: Control): void {
  // A file that is there already would keep its mode.
  rmSync(fileOf(data), { force: true })
  writeFileSync(fileOf(data), `${JSON.stringify(control)}\n`, { mode: 0o600 })
}

/** Takes it away at the end. */
export function removeControl(data: string): void {
  rmSync(fileOf(data), { force: true })
}

/** Has the running centre do an administrator's command. Throws AdminRefused. */
export async function askRunning(data: string, command: AdminCommand): Promise<AdminReply> {
  const { url, secret } = readControl(data)
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}${ADMIN_PATH}`, { method: 'POST', headers, body: JSON.stringify(command) }).catch(
    (error: unknown) => {
      throw new AdminRefused(`Another process has the folder ${data}, and does not answer at ${url}: ${String(error)}`)
    },
  )
  const json: unknown = await response.json()
  if (response.ok) return AdminReply.parse(json)
  const { code, params } = SyncProblem.parse(json)
  throw new AdminRefused(typeof params.reason === 'string' ? params.reason : `The centre answered ${code}.`)
}

function readControl(data: string): Control {
  try {
    return Control.parse(JSON.parse(readFileSync(fileOf(data), 'utf8')))
  } catch {
    throw new AdminRefused(`Another process has the folder ${data}, and it is not a centre that can be asked.`)
  }
}
