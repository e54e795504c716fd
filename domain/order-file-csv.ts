/** What a spreadsheet would run; not signed numbers and phone numbers, nor `="010"`, which only keeps a zero. */
const FORMULA = /^(?!="[^"]*"$)[=@\t\r]|^[+-](?![\d\s().,-]*$)/

/** Rows in which no cell is a formula to a spreadsheet: an apostrophe before it makes it text. */
export function withoutFormulas(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row) => row.map((text) => (FORMULA.test(text) ? `'${text}` : text)))
}

/** CSV text with CRLF line ends; a cell is quoted when it holds the delimiter, a quote, a line break or outer spaces. */
export function csvText(rows: readonly (readonly string[])[], delimiter: string): string {
  const cell = (text: string): string =>
    text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('')
}
