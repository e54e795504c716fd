import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** The root folder of the repository. */
export const root = resolve(import.meta.dirname, '../..')

/** A file that scripts use to remember something; it goes with node_modules. */
export const memoryFile = (name) => join(root, 'node_modules', '.cache', 'baro', `${name}.json`)

/** The JSON in a file, or null when it cannot be read as such. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Writes a value as JSON, with its folders. */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

function filesBelow(path) {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  } catch (error) {
    return error.code === 'ENOTDIR' ? [path] : []
  }
}

/** A hash over the names and contents of the files at or below the named paths of the repository. */
export function hashOf(paths) {
  const hash = createHash('sha256')
  const files = paths.flatMap((path) => filesBelow(join(root, path))).sort()
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex')
}

/** One line of progress. */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** A line that ends the script: what is wrong and what to do. */
export function fail(line, status = 1) {
  process.stderr.write(`${line}\n`)
  process.exit(status)
}
