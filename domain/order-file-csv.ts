/** CSV text with CRLF line ends; a cell is quoted when it holds the delimiter, a quote, a line break or outer spaces. */
export function csvText(rows: readonly (readonly string[])[], delimiter: string): string {
  const cell = (text: string): string =>
    text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('')
}
