import { existsSync } from 'node:fs'

/**
 * The file of a worker of this name beside the file that asks, named by its `import.meta.url`: built, it lies beside the host
 * or one folder up from a shared chunk; from sources it is the .ts file. Null when there is none.
 */
export function findWorker(name: string, beside: string): URL | null {
  const files = [`./${name}.js`, `../${name}.js`, `./${name}.ts`]
  return files.map((file) => new URL(file, beside)).find((url) => existsSync(url)) ?? null
}

/** As {@link findWorker}, but throws when there is none. */
export function requireWorker(name: string, beside: string): URL {
  const found = findWorker(name, beside)
  if (found === null) throw new Error(`${name} is not beside the program`)
  return found
}
