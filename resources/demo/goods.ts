import { gs1CheckDigit } from '../../domain/check-digit.ts'
import type { ItemInput } from '../../domain/inputs.ts'
import { FAMILIES } from './families.ts'
import type { Random } from './random.ts'

/** GS1 company prefix of the demo warehouse's own goods, in the Korean range. */
export const COMPANY_PREFIX = '8801040'

/** An item with what only the demo needs to know of it. */
export interface DemoItem {
  item: ItemInput
  price: number
  englishName: string
  koreanName: string
}

const gtin13 = (reference: number): string => {
  const body = COMPANY_PREFIX + String(reference).padStart(5, '0')
  return body + gs1CheckDigit(body)
}

/** The case code of an item: its GTIN-14 with an indicator digit in front. */
const caseCode = (gtin: string, indicator: number): string => {
  const body = String(indicator) + gtin.slice(0, 12)
  return body + gs1CheckDigit(body)
}

/** A reference that differs from the last one by two swapped digits: the neighbour that a tired eye takes for it. */
function swapped(reference: number): number {
  const digits = String(reference).padStart(5, '0')
  return Number(digits.slice(0, 3) + digits.slice(4) + digits.charAt(3))
}

const LIQUIDS = ['SAU', 'OIL', 'SHA', 'LOT']

/** What shipping rules ask about an item of a family: bottles hold liquids, and a scale has a battery in it. */
function hazardsOf(family: string): Pick<ItemInput, 'goodsKinds' | 'unClass' | 'unNumber' | 'batteryWh'> {
  const ordinary = { goodsKinds: null, unClass: null, unNumber: null, batteryWh: null }
  if (LIQUIDS.includes(family)) return { ...ordinary, goodsKinds: ['liquid'] }
  return family === 'SCL'
    ? { ...ordinary, goodsKinds: ['lithium-battery'], unNumber: 'UN3481', batteryWh: 4 }
    : ordinary
}

/** The 500 items: every variety of every family in every size, with GTIN-13s, case codes on some, and drawn pictures. */
export function demoItems(random: Random): DemoItem[] {
  const used = new Set<number>()
  const items: DemoItem[] = []
  let reference = 10_112
  for (const family of FAMILIES) {
    for (const [v, variety] of family.varieties.entries()) {
      for (const [s, size] of family.sizes.entries()) {
        const twin = s % 2 === 1 ? swapped(reference) : reference
        if (s % 2 === 0 || twin === reference || used.has(twin)) {
          reference += random.between(7, 29)
          while (used.has(reference)) reference += 1
        } else reference = twin
        used.add(reference)
        const gtin = gtin13(reference)
        const koreanName = `${family.ko} ${variety.ko} ${size.ko}`
        const englishName = `${family.en} ${variety.en} ${size.en}`
        const barcodes = random.oneIn(3) ? [{ code: caseCode(gtin, 1), units: random.pick([6, 10, 12]) }] : []
        if (barcodes.length > 0 && random.oneIn(4))
          barcodes.push({ code: caseCode(gtin, 2), units: random.pick([24, 48]) })
        const [lengthMm, widthMm, heightMm] = size.sizeMm
        const item: ItemInput = {
          sku: `${family.code}-${v + 1}${String(s + 1).padStart(2, '0')}`,
          name: (items.length + v) % 5 < 3 ? koreanName : englishName,
          gtin,
          barcodes,
          lengthMm,
          widthMm,
          heightMm,
          weightGrams: size.weightGrams,
          picture: `drawn:${family.shape}/${variety.colour}/${variety.label}`,
          tracking: family.tracking,
          fragile: family.fragile,
          ...hazardsOf(family.code),
          keepUpright: family.shape === 'bottle' || family.shape === 'jar',
        }
        items.push({ item, price: size.price, englishName, koreanName })
        reference = Math.max(reference, ...used)
      }
    }
  }
  return items
}
