/** What a host needs of an open station: one fetch function that knows the session, and a way to close. */
export type StationDoor = {
  handle(request: Request, context: { sessionId: string }): Promise<Response>
  close(): Promise<void>
}

/** One line of a host's log: an event in kebab-case and its facts. */
export type HostLog = (line: { event: string } & Record<string, unknown>) => void
