/** A command as the journal keeps it, forever. `args` is JSON. */
export type JournaledCommand = {
  seq: number
  id: string
  type: string
  version: number
  class: string
  args: string
  at: number
  business_date: string
  operator_id: string | null
  station: string
  hash: string
}
