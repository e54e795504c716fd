import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  ArrowLeft,
  ArrowRight,
  Ban,
  Boxes,
  CalendarX,
  Camera,
  Check,
  ClipboardList,
  Contrast,
  Delete,
  Ellipsis,
  FileX,
  Hand,
  Languages,
  LifeBuoy,
  Lock,
  type LucideIcon,
  PackageCheck,
  PackageMinus,
  PackageOpen,
  PackagePlus,
  PackageX,
  Pause,
  Printer,
  PrinterCheck,
  SearchX,
  SkipForward,
  Split,
  Tag,
  Tags,
  TriangleAlert,
  Truck,
  Undo2,
  Weight,
  X,
} from 'lucide-react'
import type { CommandName } from '../../domain/command-code.ts'

/** A word that is the same in every language (a digit, a language's own name) is plain text. */
type ActionWord = { readonly word: MessageDescriptor | string; readonly icon: LucideIcon }

const digit = (name: string): ActionWord => ({ word: name, icon: Check })

/** The word and the picture of every command; the same everywhere it appears. */
export const actionWords: Readonly<Record<CommandName, ActionWord>> = {
  undo: { word: msg`Undo`, icon: Undo2 },
  problem: { word: msg`Problem`, icon: TriangleAlert },
  skip: { word: msg`Skip`, icon: SkipForward },
  more: { word: msg`More`, icon: Ellipsis },
  acknowledge: { word: msg`Acknowledge`, icon: Check },
  confirm: { word: msg`Confirm`, icon: Check },
  done: { word: msg`Done`, icon: Check },
  cancel: { word: msg`Cancel`, icon: X },
  lock: { word: msg`Lock`, icon: Lock },
  help: { word: msg`Help`, icon: LifeBuoy },
  korean: { word: '한국어', icon: Languages },
  english: { word: 'English', icon: Languages },
  highContrast: { word: msg`High contrast`, icon: Contrast },
  camera: { word: msg`Camera`, icon: Camera },
  newCarton: { word: msg`New carton`, icon: PackagePlus },
  closeCarton: { word: msg`Close carton`, icon: PackageCheck },
  undoCarton: { word: msg`Empty carton`, icon: PackageMinus },
  partial: { word: msg`Ship in part`, icon: Split },
  reprint: { word: msg`Print again`, icon: Printer },
  notPrinted: { word: msg`Not printed`, icon: Ban },
  damagedLabel: { word: msg`Damaged`, icon: FileX },
  wrongPrinter: { word: msg`Wrong printer`, icon: Printer },
  print: { word: msg`Print label`, icon: PrinterCheck },
  printByDialog: { word: msg`Print by dialog instead`, icon: Printer },
  short: { word: msg`Not enough`, icon: Boxes },
  damagedItem: { word: msg`Goods damaged`, icon: PackageX },
  wrongLot: { word: msg`Lot is different`, icon: Tags },
  expired: { word: msg`Out of date`, icon: CalendarX },
  nothingThere: { word: msg`Nothing there`, icon: SearchX },
  giveWork: { word: msg`Give me work`, icon: Hand },
  park: { word: msg`Pause the task`, icon: Pause },
  pickScreen: { word: msg`Pick`, icon: Boxes },
  packScreen: { word: msg`Pack`, icon: PackageOpen },
  shipScreen: { word: msg`Ship`, icon: Truck },
  ordersScreen: { word: msg`Orders`, icon: ClipboardList },
  labelsScreen: { word: msg`Labels`, icon: Tag },
  dispatch: { word: msg`Send off`, icon: Truck },
  skipWeight: { word: msg`Without weight`, icon: Weight },
  otherService: { word: msg`Other service`, icon: Truck },
  back: { word: msg`Back`, icon: ArrowLeft },
  next: { word: msg`Next`, icon: ArrowRight },
  quantity0: digit('0'),
  quantity1: digit('1'),
  quantity2: digit('2'),
  quantity3: digit('3'),
  quantity4: digit('4'),
  quantity5: digit('5'),
  quantity6: digit('6'),
  quantity7: digit('7'),
  quantity8: digit('8'),
  quantity9: digit('9'),
  quantityEnter: { word: msg`Enter`, icon: Check },
  quantityClear: { word: msg`Clear`, icon: Delete },
}

/** The word of a command in the language shown now. */
export function actionWord(name: CommandName, i18n: I18n): string {
  const { word } = actionWords[name]
  return typeof word === 'string' ? word : i18n._(word)
}

/** The picture of a command. */
export function ActionIcon({ name }: { name: CommandName }) {
  const Icon = actionWords[name].icon
  return <Icon aria-hidden="true" />
}
