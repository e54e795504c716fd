import { useEffect, useState } from 'react'

/** An address for a text as a file, for as long as the component lives; null until it is made. */
export function useObjectUrl(text: string, type: string): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [text, type])
  return address
}
