import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import styles from './file-drop.module.css'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

type FileDropProps = { readonly onFile: (file: File) => void; readonly hint: ReactNode; readonly children: ReactNode }

/** An area that takes a file dropped anywhere on it; `hint` covers it while one is held above. */
export function FileDrop({ onFile, hint, children }: FileDropProps) {
  const [above, setAbove] = useState(false)
  const depth = useRef(0)
  const count = (by: number): void => {
    depth.current = Math.max(0, depth.current + by)
    setAbove(depth.current > 0)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; choosing a file by button is the first.
    <div
      className={styles.area}
      data-drop
      onDragEnter={(event) => carriesFiles(event) && count(1)}
      onDragLeave={(event) => carriesFiles(event) && count(-1)}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        count(-depth.current)
        const [file] = event.dataTransfer.files
        if (file !== undefined) onFile(file)
      }}
    >
      {children}
      {above ? <div className={styles.hint}>{hint}</div> : null}
    </div>
  )
}
