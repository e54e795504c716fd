import type { ActionView, ItemView, LocationView, SessionView, ThingView } from '../../contract/station/floor.ts'
import type { Row } from '../../db/tables.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import type { Role, Tracking } from '../../domain/inputs.ts'
import type { Session } from '../sessions/sessions.ts'

/** An item as its screens show it; the code is what stands on the goods. */
export function itemView(item: Row<'item'>): ItemView {
  const code = printedGtin(item.gtin) ?? item.sku
  return {
    id: item.id,
    sku: item.sku,
    name: item.name,
    picture: item.picture,
    lastFour: code.slice(-4),
    code,
    tracking: item.tracking as Tracking,
    fragile: item.fragile === 1,
  }
}

/** An item as the thing that was expected: by the code that stands on the goods. */
export function itemThing(item: Row<'item'>): ThingView {
  return { kind: 'item', title: item.name, code: itemView(item).code, picture: item.picture }
}

/** A GTIN-14 as it is printed on a unit: without the zeros that only fill it up to fourteen digits. */
function printedGtin(gtin: string | null): string | null {
  if (gtin === null) return null
  return gtin.length === 14 && gtin.startsWith('0') ? gtin.slice(1) : gtin
}

/** A command as a button or choice. */
export function actionView(name: CommandName, enabled = true): ActionView {
  return { name, code: COMMAND_CODES[name], enabled }
}

/** Who works where, for the strip. */
export function sessionView(
  session: Session,
  operator: Row<'operator'> | undefined,
  station: string,
  site: Row<'site'> | undefined,
): SessionView {
  return {
    operator: operator === undefined ? null : { id: operator.id, name: operator.name, role: operator.role as Role },
    station,
    site: site === undefined ? null : { name: site.name, timeZone: site.time_zone, currency: site.currency },
    language: session.language,
    screen: session.screen,
  }
}

type Part = LocationView['segments'][number]['part']

/** A location as its plate, marking the parts that stay from the place before; level goes with the position. */
export function locationView(location: Row<'location'>, previous: Row<'location'> | undefined): LocationView {
  const parts: Part[] = ['zone', 'aisle', 'bay', 'level', 'position']
  const filled = parts.filter((part) => part !== 'code' && location[part] !== '')
  // The plate shows what the sign on the rack shows: parts that the location's own code does not carry are left out.
  // Each is looked for behind the one before it: a level 1 is not the 1 of the bay.
  const rest = location.code.split('-')
  const shown = filled.filter((part) => {
    const at = part === 'code' ? -1 : rest.indexOf(location[part])
    if (at >= 0) rest.splice(0, at + 1)
    return at >= 0
  })
  let kept = previous !== undefined
  const segments = shown.map((part) => {
    const text = part === 'code' ? location.code : location[part]
    kept = kept && part !== 'code' && previous?.[part] === text
    return { part, text, kept }
  })
  return {
    code: location.code,
    segments: segments.length > 0 ? segments : [{ part: 'code', text: location.code, kept: false }],
    previous: previous?.code ?? null,
    relation: relationOf(location, previous),
  }
}

function relationOf(location: Row<'location'>, previous: Row<'location'> | undefined): LocationView['relation'] {
  if (previous === undefined) return 'first'
  if (previous.id === location.id) return 'same-place'
  if (previous.zone !== location.zone) return 'other-zone'
  if (previous.aisle !== location.aisle) return 'same-zone'
  return previous.bay === location.bay ? 'same-bay' : 'same-aisle'
}
