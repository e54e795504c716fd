/** What the host tells an embedded centre beside requests. */
export type ToCentre = { control: 'code'; id: number; name: string } | { control: 'stop' }

/** What an embedded centre tells its host beside answers. */
export type FromCentre =
  | { control: 'ready' }
  | { control: 'failed'; code: string; message: string }
  | { control: 'code'; id: number; code: string }
  | { control: 'code-failed'; id: number; reason: string }
  | { control: 'log'; entry: Record<string, unknown> }
  | { control: 'stopped' }
