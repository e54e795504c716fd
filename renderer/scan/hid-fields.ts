/** The part of WebHID's report descriptor that is read here. */
export type HidCollection = {
  readonly usagePage?: number
  readonly usage?: number
  readonly inputReports?: readonly {
    readonly reportId?: number
    readonly items?: readonly {
      readonly isRange?: boolean
      readonly usages?: readonly number[]
      readonly usageMinimum?: number
      readonly reportSize?: number
      readonly reportCount?: number
    }[]
  }[]
}

/** One field of an input report: what it is (page in the upper 16 bits) and where its bits lie. */
export type HidField = { usage: number; bit: number; size: number }

/** The fields of every input report of a device's collections on one usage page, by report id, in the order of their bits. */
export function hidFields(collections: readonly HidCollection[], usagePage: number): ReadonlyMap<number, HidField[]> {
  const reports = new Map<number, HidField[]>()
  for (const collection of collections.filter((one) => one.usagePage === usagePage)) {
    for (const { reportId = 0, items = [] } of collection.inputReports ?? []) {
      const fields: HidField[] = []
      let bit = 0
      for (const { isRange = false, usages = [], usageMinimum = 0, reportSize = 0, reportCount = 0 } of items) {
        for (let index = 0; index < reportCount; index += 1) {
          const usage = isRange ? usageMinimum + index : (usages[index] ?? usages.at(-1) ?? 0)
          fields.push({ usage, bit, size: reportSize })
          bit += reportSize
        }
      }
      reports.set(reportId, fields)
    }
  }
  return reports
}

/** The unsigned number in a field, least significant bit first; 0 where the report is too short. */
export function readField(data: DataView, { bit, size }: HidField): number {
  let value = 0
  for (let at = 0; at < size; at += 1) {
    const position = bit + at
    const byte = position >> 3
    if (byte >= data.byteLength) break
    if (((data.getUint8(byte) >> (position & 7)) & 1) === 1) value += 2 ** at
  }
  return value
}
