import { GS1_ELEMENTS } from './gs1-elements.ts'

/** One part of a value: characters, length, and the linters that test it. Only the last one varies in length. */
export type Gs1Component = {
  charset: 'N' | 'X' | 'Y' | 'Z'
  min: number
  max: number
  optional: boolean
  linters: readonly string[]
}

/** What the dictionary says about one application identifier. */
export type Gs1Definition = {
  title: string
  /** Its length is known from its first two digits: no separator behind it. */
  predefined: boolean
  /** It may stand in the query of a Digital Link. */
  linkAttribute: boolean
  components: readonly Gs1Component[]
  /** Each must hold: one of its groups is there whole. An entry may end in `n`, any digit. */
  required: readonly (readonly (readonly string[])[])[]
  /** None of these may be there beside it. */
  excluded: readonly string[]
  /** The orders of qualifiers behind it as key of a Digital Link; null when it is none. */
  linkKey: readonly (readonly string[])[] | null
}

const DEFINITIONS: ReadonlyMap<string, Gs1Definition> = new Map(
  GS1_ELEMENTS.flatMap(([identifiers, flags, components, attributes, title]) => {
    const definition: Gs1Definition = {
      title,
      predefined: flags.includes('*'),
      linkAttribute: flags.includes('?'),
      components: components.split(' ').map(readComponent),
      ...readAttributes(attributes),
    }
    return expandIdentifiers(identifiers).map((ai) => [ai, definition] as const)
  }),
)

/** All application identifiers, ranges written out, in the order of the dictionary. */
export const GS1_IDENTIFIERS: readonly string[] = [...DEFINITIONS.keys()]

/** The definition of an application identifier; undefined when it is none. */
export function gs1Definition(ai: string): Gs1Definition | undefined {
  return DEFINITIONS.get(ai)
}

/** True when `ai` is an application identifier of the GS1 dictionary. */
export function isGs1Identifier(ai: string): boolean {
  return DEFINITIONS.has(ai)
}

/** True when `ai` is what the dictionary's pattern means: itself, or with any digits for `n`. */
export function matchesIdentifier(pattern: string, ai: string): boolean {
  return pattern.length === ai.length && [...pattern].every((digit, at) => digit === 'n' || digit === ai.charAt(at))
}

function readComponent(text: string): Gs1Component {
  const match = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)$/.exec(text)
  if (match === null) throw new Error(`GS1 table: component ${JSON.stringify(text)} is not understood`)
  const max = Number(match[4])
  return {
    charset: match[2] as Gs1Component['charset'],
    min: match[3] === undefined ? max : 1,
    max,
    optional: match[1] === '[',
    linters: (match[5] ?? '').split(',').filter((name) => name !== ''),
  }
}

function readAttributes(text: string): Pick<Gs1Definition, 'required' | 'excluded' | 'linkKey'> {
  const words = text.split(' ')
  const valuesOf = (name: string) =>
    words.filter((word) => word.startsWith(name)).map((word) => word.slice(name.length))
  const key = words.find((word) => word === 'dlpkey' || word.startsWith('dlpkey='))
  const orders = key?.slice('dlpkey='.length).split('|') ?? []
  return {
    required: valuesOf('req=').map((value) => value.split(',').map((group) => group.split('+'))),
    excluded: valuesOf('ex=').flatMap((value) => value.split(',')),
    linkKey: key === undefined ? null : orders.map((order) => order.split(',').filter((ai) => ai !== '')),
  }
}

function expandIdentifiers(identifiers: string): string[] {
  const [first = '', last = first] = identifiers.split('-')
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, index) => String(Number(first) + index).padStart(first.length, '0'))
}
