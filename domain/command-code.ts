import { alphanumericCheck } from './check-digit.ts'

/**
 * The two characters behind `BR-` for every command that can be scanned. `quantity…` is the keypad for gloves: digits,
 * enter, clear. Adding one is safe; a printed sheet makes changing one impossible.
 */
const VERBS = {
  undo: 'UN',
  problem: 'PR',
  skip: 'SK',
  more: 'MO',
  acknowledge: 'AK',
  confirm: 'OK',
  done: 'DN',
  cancel: 'CA',
  lock: 'LK',
  help: 'HE',
  korean: 'KO',
  english: 'EN',
  highContrast: 'HC',
  camera: 'CM',
  newCarton: 'NC',
  closeCarton: 'CC',
  undoCarton: 'UC',
  partial: 'PA',
  reprint: 'RP',
  notPrinted: 'NP',
  damagedLabel: 'DM',
  wrongPrinter: 'WP',
  print: 'PT',
  printByDialog: 'PD',
  short: 'SH',
  damagedItem: 'DI',
  wrongLot: 'WL',
  expired: 'EX',
  nothingThere: 'NT',
  giveWork: 'GW',
  park: 'PK',
  pickScreen: 'SP',
  packScreen: 'SB',
  shipScreen: 'SS',
  ordersScreen: 'SO',
  labelsScreen: 'SL',
  dispatch: 'DS',
  skipWeight: 'SW',
  otherService: 'SV',
  back: 'BK',
  next: 'NX',
  quantity0: 'Q0',
  quantity1: 'Q1',
  quantity2: 'Q2',
  quantity3: 'Q3',
  quantity4: 'Q4',
  quantity5: 'Q5',
  quantity6: 'Q6',
  quantity7: 'Q7',
  quantity8: 'Q8',
  quantity9: 'Q9',
  quantityEnter: 'QE',
  quantityClear: 'QC',
} as const

/** The name of a command that can be scanned. */
export type CommandName = keyof typeof VERBS

/** All command names, in the order of the printed sheet. */
export const COMMAND_NAMES = Object.keys(VERBS) as readonly CommandName[]

/** The barcode of every command: `BR-`, two characters of verb, one ISO 7064 MOD 37,36 check character over `BR` + verb. */
export const COMMAND_CODES = Object.fromEntries(
  COMMAND_NAMES.map((name) => [name, `BR-${VERBS[name]}${alphanumericCheck(`BR${VERBS[name]}`)}`]),
) as Readonly<Record<CommandName, string>>

const NAME_BY_CODE: ReadonlyMap<string, CommandName> = new Map(
  COMMAND_NAMES.map((name) => [COMMAND_CODES[name], name] as const),
)
const COMMAND_SHAPE = /^BR-([A-Z0-9]{2})([A-Z0-9])$/

/**
 * What a command barcode says: its name; null when the text does not have the shape `BR-` + 3; `CHECKSUM` when the check
 * character is wrong (a misread, or a site's own code); `UNKNOWN_COMMAND` when it is right but no command. Case is ignored.
 */
export function parseCommandCode(
  text: string,
): { ok: true; name: CommandName } | { ok: false; code: 'CHECKSUM' | 'UNKNOWN_COMMAND' } | null {
  const upper = text.trim().toUpperCase()
  const match = COMMAND_SHAPE.exec(upper)
  if (match === null) return null
  if (alphanumericCheck(`BR${match[1]}`) !== match[2]) return { ok: false, code: 'CHECKSUM' }
  const name = NAME_BY_CODE.get(upper)
  return name === undefined ? { ok: false, code: 'UNKNOWN_COMMAND' } : { ok: true, name }
}

/** The key of the scanned quantity keypad that a command stands for: a digit 0–9, `enter`, `clear`; null for other commands. */
export function quantityKey(name: CommandName): number | 'enter' | 'clear' | null {
  if (name === 'quantityEnter') return 'enter'
  if (name === 'quantityClear') return 'clear'
  const digit = /^quantity(\d)$/.exec(name)?.[1]
  return digit === undefined ? null : Number(digit)
}
