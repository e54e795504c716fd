/** What one check found: `name` is the rule as a sentence, `examples` are at most five of the `found` places that break it. */
export type DoctorCheck = { name: string; ok: boolean; found: number; examples: string[] }

const EXAMPLES = 5

/** A check from the places that break its rule. */
export function checked(name: string, broken: Iterable<string>): DoctorCheck {
  const examples: string[] = []
  let found = 0
  for (const place of broken) {
    found += 1
    if (examples.length < EXAMPLES) examples.push(place)
  }
  return { name, ok: found === 0, found, examples }
}
