import { COMMAND_CODES, COMMAND_NAMES, type CommandName } from '../../domain/command-code.ts'
import type { PrintLanguage } from '../../domain/shipping-label.ts'
import type { CodeSheetInput } from './sheets.ts'

/** Both languages stand on every command: who works side by side reads the same sheet. The words are those of the screens. */
const TITLES: Record<CommandName, readonly [ko: string, en: string]> = {
  undo: ['되돌리기', 'Undo'],
  problem: ['문제', 'Problem'],
  skip: ['건너뛰기', 'Skip'],
  more: ['더 보기', 'More'],
  acknowledge: ['알겠습니다', 'Acknowledge'],
  confirm: ['확인', 'Confirm'],
  done: ['완료', 'Done'],
  cancel: ['취소', 'Cancel'],
  lock: ['잠금', 'Lock'],
  help: ['도움말', 'Help'],
  korean: ['한국어', 'Korean'],
  english: ['영어', 'English'],
  highContrast: ['고대비', 'High contrast'],
  camera: ['카메라', 'Camera'],
  newCarton: ['새 상자', 'New carton'],
  closeCarton: ['상자 닫기', 'Close carton'],
  undoCarton: ['상자 비우기', 'Empty carton'],
  partial: ['일부만 보내기', 'Ship in part'],
  reprint: ['다시 인쇄', 'Print again'],
  notPrinted: ['안 나왔어요', 'Not printed'],
  damagedLabel: ['라벨이 손상됐어요', 'Label damaged'],
  wrongPrinter: ['다른 프린터', 'Wrong printer'],
  print: ['라벨 인쇄', 'Print label'],
  printByDialog: ['대화 상자로 인쇄', 'Print by dialog instead'],
  short: ['수량이 모자라요', 'Not enough'],
  damagedItem: ['상품이 손상됐어요', 'Goods damaged'],
  wrongLot: ['로트가 달라요', 'Lot is different'],
  expired: ['기한이 지났어요', 'Out of date'],
  nothingThere: ['아무것도 없어요', 'Nothing there'],
  giveWork: ['작업 받기', 'Give me work'],
  park: ['작업 보류', 'Pause the task'],
  pickScreen: ['피킹 화면', 'Picking screen'],
  packScreen: ['포장 화면', 'Packing screen'],
  shipScreen: ['출고 화면', 'Shipping screen'],
  ordersScreen: ['주문 화면', 'Orders screen'],
  labelsScreen: ['라벨 화면', 'Labels screen'],
  dispatch: ['출고하기', 'Send off'],
  skipWeight: ['무게 없이', 'Without weight'],
  otherService: ['다른 배송 서비스', 'Other service'],
  back: ['뒤로', 'Back'],
  next: ['다음', 'Next'],
  quantity0: ['0', '0'],
  quantity1: ['1', '1'],
  quantity2: ['2', '2'],
  quantity3: ['3', '3'],
  quantity4: ['4', '4'],
  quantity5: ['5', '5'],
  quantity6: ['6', '6'],
  quantity7: ['7', '7'],
  quantity8: ['8', '8'],
  quantity9: ['9', '9'],
  quantityEnter: ['수량 입력', 'Enter quantity'],
  quantityClear: ['수량 지우기', 'Clear quantity'],
}

const GROUPS: readonly { title: readonly [ko: string, en: string]; names: readonly CommandName[] }[] = [
  {
    title: ['어디서나', 'Anywhere'],
    names: ['confirm', 'done', 'cancel', 'undo', 'acknowledge', 'back', 'next', 'more', 'problem', 'help', 'lock'],
  },
  { title: ['피킹', 'Picking'], names: ['giveWork', 'skip', 'short', 'nothingThere', 'park'] },
  { title: ['상품 문제', 'Something wrong with the item'], names: ['damagedItem', 'wrongLot', 'expired'] },
  {
    title: ['포장', 'Packing'],
    names: ['newCarton', 'closeCarton', 'undoCarton', 'partial', 'skipWeight', 'otherService'],
  },
  {
    title: ['라벨', 'Labels'],
    names: ['print', 'printByDialog', 'reprint', 'notPrinted', 'damagedLabel', 'wrongPrinter'],
  },
  { title: ['출고', 'Shipping'], names: ['dispatch'] },
  {
    title: ['수량', 'Quantity'],
    names: [
      ...['quantity0', 'quantity1', 'quantity2', 'quantity3', 'quantity4'],
      ...['quantity5', 'quantity6', 'quantity7', 'quantity8', 'quantity9', 'quantityEnter', 'quantityClear'],
    ] as CommandName[],
  },
  {
    title: ['화면', 'Screens'],
    names: [
      'pickScreen',
      'packScreen',
      'shipScreen',
      'ordersScreen',
      'labelsScreen',
      'korean',
      'english',
      'highContrast',
      'camera',
    ],
  },
]

/** The sheet of every command barcode, grouped by where it is used, each in the sheet's language and the other one. */
export function commandSheet(language: PrintLanguage): CodeSheetInput {
  const [own, other] = language === 'ko' ? ([0, 1] as const) : ([1, 0] as const)
  const grouped = new Set(GROUPS.flatMap((group) => group.names))
  const rest = COMMAND_NAMES.filter((name) => !grouped.has(name))
  const groups = rest.length === 0 ? GROUPS : [...GROUPS, { title: ['기타', 'Other'] as const, names: rest }]
  return {
    title: language === 'ko' ? '명령 바코드' : 'Command codes',
    columns: 3,
    groups: groups.map(({ title, names }) => ({
      title: title[own],
      entries: names.map((name) => {
        const subtitle = TITLES[name][other] === TITLES[name][own] ? '' : TITLES[name][other]
        return { code: COMMAND_CODES[name], symbology: 'code128', title: TITLES[name][own], subtitle }
      }),
    })),
  }
}
