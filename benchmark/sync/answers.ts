/** Something that a process of the benchmark can be asked; arguments and answer are plain JSON. */
export type Question = (given: never) => unknown

/** Answers the questions of the process that started this one, one after the other; ends when that one lets go. */
export function answer(questions: Record<string, Question>): void {
  let last: Promise<unknown> = Promise.resolve()
  process.on('message', ({ id, ask, given }: { id: number; ask: string; given: unknown }) => {
    last = last.then(async () => {
      try {
        const question = questions[ask] as ((given: unknown) => unknown) | undefined
        if (question === undefined) throw new Error(`Nobody here answers ${ask}`)
        process.send?.({ id, value: (await question(given)) ?? null })
      } catch (error) {
        process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      }
    })
  })
  process.once('disconnect', () => process.exit(0))
}
