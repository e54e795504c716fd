/** A typed address of a centre as an origin to call ('10.0.0.7:8790' is 'http://10.0.0.7:7400'); null for what is none. */
export function centreAddress(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '' || /\s/.test(trimmed)) return null
  const given = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`
  try {
    const url = new URL(given)
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url.origin : null
  } catch {
    return null
  }
}
