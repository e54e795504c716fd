import { GS } from './gs1.ts'

/** What a scanner types when it reads one of the codes of its set-up. */
export type ScannerTestCode = { id: 'letters' | 'digits' | 'gs1'; symbology: 'code128' | 'gs1-128'; text: string }

/**
 * The three codes with which a scanner is set up: letters and signs that lie elsewhere on every keyboard layout, in both
 * cases; digits alone; and a GS1 code whose separator must come through. None of them means anything on the floor.
 */
export const SCANNER_TEST_CODES: readonly ScannerTestCode[] = [
  { id: 'letters', symbology: 'code128', text: 'Baro-Test/ZYqa_WM@#m' },
  { id: 'digits', symbology: 'code128', text: '9876543210' },
  { id: 'gs1', symbology: 'gs1-128', text: `010950600013435210BARO1${GS}21TEST7` },
]
