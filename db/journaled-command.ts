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
  /** The station's name at the time. */
  station: string
  /** The claim under which a fact on a pick task was done, as JSON `{ task, epoch }`; null for everything else. */
  claim: string | null
  hash: string
}
