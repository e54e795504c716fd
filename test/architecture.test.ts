import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { exportsOf, functionsOf, parse, repository, repositoryFiles, textOf } from './support/source-files.ts'

// Limits of docs/architecture.md. A screen's component holds its markup, which reads from top to bottom: it may be longer.
const FILE_LINES = 400
const FUNCTION_LINES = 70
const COMPONENT_LINES = 120

const wings = ['domain', 'commands', 'db', 'contract', 'main', 'central', 'preload', 'renderer']
const topLevel = [
  ...wings,
  ...['resources', 'test', 'benchmark', 'docs', 'scripts', '.ci', '.github'],
  ...[
    'package.json',
    'package-lock.json',
    'README.md',
    'LICENSE',
    '.gitignore',
    '.gitattributes',
    '.npmrc',
    '.editorconfig',
  ],
  ...['electron.vite.config.ts', 'electron-builder.yml', 'biome.json', 'knip.json', '.dependency-cruiser.mjs'],
  ...['lingui.config.ts', 'playwright.config.ts', 'vitest.config.ts'],
]

const files = repositoryFiles()
const code = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts'))
const inWings = code.filter((file) => wings.includes(file.split('/')[0] ?? ''))
// A test file is a list of cases, and generated text is nobody's to shorten.
const own = code.filter((file) => !file.startsWith('test/') && !file.startsWith('benchmark/'))

describe('the layout', () => {
  it('has the top level that docs/architecture.md names, and nothing else', () => {
    const found = [...new Set(files.map((file) => file.split('/')[0] ?? ''))]
    expect(found.filter((name) => !topLevel.includes(name) && !/^tsconfig\.\w+\.json$/.test(name))).toEqual([])
    for (const wing of wings) expect(found, `${wing}/ is missing`).toContain(wing)
  })

  it('names files and folders in kebab case', () => {
    const isKebab = (part: string): boolean => /^[.]?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(part)
    const wrong = code.filter((file) => !file.split('/').every(isKebab))
    expect(wrong).toEqual([])
  })

  it('has no barrel: no file that only passes on what others export', () => {
    const barrels = inWings.filter((file) => {
      const lines = textOf(file)
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('//'))
      return lines.length > 0 && lines.every((line) => /^export (\*|\{[^}]*\}|type \{[^}]*\}) from /.test(line))
    })
    expect(barrels).toEqual([])
  })
})

describe('the imports', () => {
  it('keep to the table of docs/architecture.md, over all files of all wings', async () => {
    const bin = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
    const args = [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...wings]
    const options = { cwd: repository, maxBuffer: 256 << 20 }
    const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error) => error)
    const { modules, summary } = JSON.parse(stdout)
    const cruised = new Set(modules.map((module: { source: string }) => module.source))
    // The cruiser passes happily when it understands no file: every file of the wings must have been read.
    expect(inWings.filter((file) => !cruised.has(file))).toEqual([])
    expect(modules.length).toBeGreaterThan(50)
    const violations = summary.violations.map((each: { rule: { name: string }; from: string; to: string }) => {
      return `${each.rule.name}: ${each.from} → ${each.to}`
    })
    expect(violations).toEqual([])
  }, 120_000)
})

describe('the sizes', () => {
  it(`keep every file within ${FILE_LINES} lines`, () => {
    const long = own.map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
    expect(long.filter(({ lines }) => lines > FILE_LINES).map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual(
      [],
    )
  })

  it(`keep every function within ${FUNCTION_LINES} lines, and every screen component within ${COMPONENT_LINES}`, () => {
    const long = own.flatMap((file) =>
      functionsOf(parse(file))
        .filter(({ lines, isComponent }) => lines > (isComponent ? COMPONENT_LINES : FUNCTION_LINES))
        .map(({ name, line, lines }) => `${file}:${line} ${name}: ${lines} lines`),
    )
    expect(long).toEqual([])
  })
})

describe('the words', () => {
  it('name no export by what every program has: manager, handler, data, info, util', () => {
    const empty = /(manager|handler|data|info|utils?)$/i
    const wrong = inWings.flatMap((file) =>
      exportsOf(parse(file))
        .filter(({ name }) => empty.test(name))
        .map(({ name }) => `${file}: ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('say of every export of the station what it promises', () => {
    const spoken = ['domain/', 'commands/', 'contract/', 'db/', 'main/', 'central/']
    const silent = inWings
      .filter((file) => spoken.some((wing) => file.startsWith(wing)))
      .flatMap((file) =>
        exportsOf(parse(file))
          .filter((each) => !each.isDocumented)
          .map(({ name }) => `${file}: ${name}`),
      )
    expect([...new Set(silent)]).toEqual([])
  })

  it('leave nothing for later and nothing of a single machine in the files', () => {
    const marks = [/\b(TODO|FIXME|XXX)\b/, /["'`(\s]\/(work|home|root|Users)\/(?!kim)\w/]
    const wrong = files
      .filter(
        (file) => /\.(ts|tsx|mjs|json|yml|md|css|html|sql)$|^\.ci\/run$/.test(file) && file !== 'package-lock.json',
      )
      .filter((file) => file !== 'test/architecture.test.ts')
      .flatMap((file) =>
        textOf(file)
          .split('\n')
          .map((text, index) => ({ text, at: `${file}:${index + 1}` }))
          .filter(({ text }) => marks.some((mark) => mark.test(text)))
          .map(({ at, text }) => `${at} ${text.trim().slice(0, 100)}`),
      )
    expect(wrong).toEqual([])
  })

  it('run every test: none is singled out', () => {
    const tests = code.filter((file) => file.startsWith('test/') && file !== 'test/architecture.test.ts')
    expect(tests.filter((file) => /\b(it|test|describe)(\.\w+)*\.only\b/.test(textOf(file)))).toEqual([])
  })
})

describe('the documents', () => {
  const documents = files.filter((file) => file === 'README.md' || (file.startsWith('docs/') && file.endsWith('.md')))

  it('link only to files that exist', () => {
    const broken = documents.flatMap((document) =>
      [...textOf(document).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(repository, dirname(document), target)))
        .map((target) => `${document} → ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('name only npm commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    const named = documents.flatMap((document) =>
      [...textOf(document).matchAll(/npm (?:run )?((?:test:)?[a-z0-9:-]+)/g)].map((match) => ({
        document,
        name: match[1] ?? '',
      })),
    )
    const builtIn = ['ci', 'install', 'exec', 'audit', 'view', 'ls', 'pack', 'init', 'outdated', 'registry', 'mirror']
    const unknown = named.filter(({ name }) => !(name in scripts) && !builtIn.includes(name))
    expect(unknown.map(({ document, name }) => `${document}: npm run ${name}`)).toEqual([])
  })
})
