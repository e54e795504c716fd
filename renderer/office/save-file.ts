/** Hands a file to the browser's downloads; `address` is a path of this station or a `blob:` address. */
export function saveFrom(address: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
}

/** Saves a text that the page made itself, e.g. a list of problems, as a file. */
export function saveText(text: string, fileName: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  saveFrom(address, fileName)
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
